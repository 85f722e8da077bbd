/// `POST /v1/images/generations`: the shape of OpenAI, with Ollama's traps.
extension OllamaSimulator {
  func images(_ request: SimulatedRequest, _ fault: Fault?) async throws -> Answer {
    do {
      let job = try OllamaJob(imagesBody: request.body).checked()
      return try await imagesAnswer(job, request.connection, fault)
    } catch let error as OllamaError {
      await shop.ledger.refuse()
      return error.openAIAnswer
    }
  }

  /// The headers leave as soon as the model is loaded, under the media type of progress lines;
  /// the body comes at the end, and stays empty when the generation fails.
  private func imagesAnswer(
    _ job: OllamaJob, _ connection: Connection, _ fault: Fault?
  ) async throws -> Answer {
    let ticket = await accept(job)
    try await load(job.model, connection)
    let turnstile = await memory.turnstile(for: job.model)
    let outcome = OllamaOutcome(job: job, fault: fault)
    return Answer(
      type: "application/x-ndjson",
      body: .stream { writer in
        let picture = try await turnstile.pass { () async throws -> SimulatedPicture? in
          try await walk(job, outcome, connection) { _ in }
          return try await finish(job, outcome, ticket)
        }
        guard let picture else { return }
        try await writer.write([
          .text("{\"created\":\(WireTime.now().seconds),\"data\":[{\"b64_json\":\""),
          .base64(picture), .text("\"}]}\n"),
        ])
      },
      ticket: outcome == .picture ? ticket : nil)
  }

  func accept(_ job: OllamaJob) async -> LedgerTicket {
    await shop.ledger.accept(
      service: .ollama, model: job.modelName, prompt: job.prompt, count: 1)
  }

  /// Brings the model into memory, which takes time on first use.
  func load(_ model: OllamaModel, _ connection: Connection, keepAlive: Int = 300) async throws {
    var seconds = await memory.use(model, keepAlive: keepAlive) ? shop.options.pace.load : 0
    if case .loadsSlowly = model.behaviour { seconds = max(1, shop.options.pace.picture) }
    try await connection.pause(seconds: seconds)
  }

  /// Walks the denoising steps at the pace asked for; step 0 is the start.
  func walk(
    _ job: OllamaJob, _ outcome: OllamaOutcome, _ connection: Connection,
    _ report: (Int) async throws -> Void
  ) async throws {
    let total = job.stepCount
    let last = outcome == .picture || outcome == .nothing ? total : min(2, total)
    for step in 0...last {
      if step > 0 {
        try await connection.pause(seconds: shop.options.pace.picture / Double(total))
      }
      try await report(step)
    }
  }

  /// The finished picture, or nil where the outcome has none.
  func finish(
    _ job: OllamaJob, _ outcome: OllamaOutcome, _ ticket: LedgerTicket
  ) async throws -> SimulatedPicture? {
    guard outcome == .picture else { return nil }
    if case .payload(let megabytes) = job.model.behaviour {
      return await shop.payload(megabytes: megabytes, for: ticket)
    }
    let size = OllamaSize.painted(width: job.width, height: job.height, by: job.model)
    return try await shop.paint(
      PaintOrder(
        prompt: job.prompt, seed: shop.seed(job.seed), width: size.width, height: size.height),
      for: ticket)
  }
}

/// How a generation that started will end.
enum OllamaOutcome: Equatable, Sendable {
  case picture
  /// The runner ends without a picture and without a word.
  case nothing
  /// The runner fails after some steps.
  case failure(String)

  init(job: OllamaJob, fault: Fault?) {
    if case .failMidway(let message) = fault {
      self = .failure(message)
      return
    }
    switch job.model.behaviour {
    case .dies: self = .failure("mlx runner failed: signal: killed (exit: -1)")
    case .forgetsImage, .answersText: self = .nothing
    default: self = .picture
    }
  }
}
