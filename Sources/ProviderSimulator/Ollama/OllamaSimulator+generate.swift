/// `POST /api/generate`: the native route, the one that reports progress.
extension OllamaSimulator {
  func generate(_ request: SimulatedRequest, _ fault: Fault?) async throws -> Answer {
    do {
      let fields = try nativeFields(request.body)
      var job = try nativeJob(fields)
      if job.prompt.isEmpty { return try await loadOnly(job, fields, request.connection) }
      job = try job.checked()
      let outcome = OllamaOutcome(job: job, fault: fault)
      let ticket = await accept(job)
      try await load(job.model, request.connection, keepAlive: keepAlive(fields))
      return try await fields.flag("stream") ?? true
        ? streamed(job, outcome, ticket, request.connection)
        : whole(job, outcome, ticket, request.connection)
    } catch let error as OllamaError {
      await shop.ledger.refuse()
      return error.nativeAnswer
    }
  }

  private func nativeFields(_ body: [UInt8]) throws(OllamaError) -> GoFields {
    guard !body.isEmpty else { throw OllamaError(400, "missing request body") }
    return try GoFields(body, type: "GenerateRequest")
  }

  private func nativeJob(_ fields: GoFields) throws(OllamaError) -> OllamaJob {
    let name = try fields.string("model")
    guard !name.isEmpty else { throw OllamaError(404, "model '' not found") }
    let model = try OllamaJob.model(named: name)
    if !generatesImages && model.isImageModel { throw OllamaError(400, OllamaError.unsupported) }
    return OllamaJob(
      model: model, modelName: name, prompt: try fields.string("prompt"),
      width: try fields.integer("width", type: "int32"),
      height: try fields.integer("height", type: "int32"),
      steps: try fields.integer("steps", type: "int32"),
      seed: fields.member("options")?["seed"]?.integer ?? 0)
  }

  /// An empty prompt loads the model, or unloads it when it is not to be kept.
  private func loadOnly(
    _ job: OllamaJob, _ fields: GoFields, _ connection: Connection
  ) async throws -> Answer {
    let seconds = keepAlive(fields)
    if seconds == 0 {
      await memory.unload(job.model)
    } else {
      try await load(job.model, connection, keepAlive: seconds)
    }
    return json(
      line(job, done: true, [("done_reason", .string(seconds == 0 ? "unload" : "load"))]))
  }

  /// Seconds of `keep_alive`: a number, or a duration such as `5m`; negative means for ever.
  private func keepAlive(_ fields: GoFields) -> Int {
    switch fields.member("keep_alive") {
    case .number(let spelling):
      let seconds = Int(spelling) ?? 300
      return seconds < 0 ? 1 << 31 : seconds
    case .string(let text):
      let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
      let seconds = (Int(text.dropLast()) ?? 5) * (text.last.flatMap { units[$0] } ?? 60)
      return seconds < 0 ? 1 << 31 : seconds
    default: return 300
    }
  }

  private func streamed(
    _ job: OllamaJob, _ outcome: OllamaOutcome, _ ticket: LedgerTicket, _ connection: Connection
  ) async -> Answer {
    let turnstile = await memory.turnstile(for: job.model)
    let start = ContinuousClock.now
    return Answer(
      type: "application/x-ndjson",
      body: .stream { writer in
        try await turnstile.pass {
          try await walk(job, outcome, connection) { step in
            guard job.model.isImageModel else { return }
            try await writer.write(progress(job, step).line(.go) + "\n")
          }
          if case .failure(let message) = outcome {
            let line: WireJSON = ["error": .string(message)]
            return try await writer.write(line.line(.go) + "\n")
          }
          let picture = try await finish(job, outcome, ticket)
          try await writer.write(last(job, picture, since: start))
        }
      },
      ticket: outcome == .picture ? ticket : nil)
  }

  private func whole(
    _ job: OllamaJob, _ outcome: OllamaOutcome, _ ticket: LedgerTicket, _ connection: Connection
  ) async throws -> Answer {
    let start = ContinuousClock.now
    let turnstile = await memory.turnstile(for: job.model)
    let picture = try await turnstile.pass { () async throws -> SimulatedPicture? in
      try await walk(job, outcome, connection) { _ in }
      return try await finish(job, outcome, ticket)
    }
    if case .failure(let message) = outcome { return OllamaError(500, message).nativeAnswer }
    return Answer(
      type: "application/json; charset=utf-8", body: .fixed(last(job, picture, since: start)),
      ticket: outcome == .picture ? ticket : nil)
  }

  /// `completed` is left out of the first line, as Go leaves out zeros.
  private func progress(_ job: OllamaJob, _ step: Int) -> WireJSON {
    let completed: [(String, WireJSON)] = step > 0 ? [("completed", .int(step))] : []
    return line(job, done: false, completed + [("total", .int(job.stepCount))])
  }

  private func last(
    _ job: OllamaJob, _ picture: SimulatedPicture?, since start: ContinuousClock.Instant
  ) -> [AnswerPart] {
    let spent = (ContinuousClock.now - start).components
    let nanoseconds = Int(spent.seconds) * 1_000_000_000 + Int(spent.attoseconds / 1_000_000_000)
    let end = line(
      job, done: true,
      [
        ("done_reason", "stop"), ("total_duration", .int(nanoseconds)),
        ("load_duration", .int(Int(shop.options.pace.load * 1e9))),
      ])
    guard let picture else { return [.text(end.line(.go) + "\n")] }
    return [
      .text(String(end.line(.go).dropLast()) + ",\"image\":\""), .base64(picture),
      .text("\"}\n"),
    ]
  }

  private func line(
    _ job: OllamaJob, done: Bool, _ more: [(String, WireJSON)]
  ) -> WireJSON {
    let text = done && !job.model.isImageModel && !job.prompt.isEmpty
    let members: [(String, WireJSON)] = [
      ("model", .string(job.modelName)), ("created_at", .string(WireTime.now().rfc3339Nano)),
      ("response", .string(text ? "I can only talk about pictures." : "")), ("done", .bool(done)),
    ]
    return .object((members + more).map { WireJSON.Member(name: $0.0, value: $0.1) })
  }
}
