import CapabilitySpecs
import FoundationEssentials
import StudioCore

/// One call of a document's tool, from its arguments to its result.
struct ServiceToolCall: Sendable {
  /// What a service's answer amounts to.
  private enum Answer: Sendable {
    case pictures(Generation)
    case refusal(status: Int, body: [UInt8], GenerationID?)
    case other(body: [UInt8])
  }

  let core: MCPCore
  let exposed: ExposedTool
  let request: MCPRequest
  let context: MCPContext

  private static let longestRefusal = 64 << 10
  private static let longestAnswer = AnswerMapping.limit

  func result(of arguments: JSONObject) async throws -> JSONObject {
    let (caller, remarks) = try await core.form(of: exposed).read(arguments)
    let call = try serviceCall(caller)
    guard let place = core.calls.enter() else {
      throw ToolProblem("Too many calls run at once. Try again in a moment.")
    }
    let signals = CallSignals(
      core.studio.events(), tick: core.times.progress, bound: bound)
    defer { signals.stop() }
    // On its own: it goes on when the client is told to ask again later.
    let work = Task {
      defer {
        withExtendedLifetime(place) {}
        signals.end()
      }
      return try await answer(to: call)
    }
    var progress = CallProgress(of: request, in: context) { [id = call.requestID] in
      $0.request.requestID == id
    }
    progress.tell()
    for await signal in signals.stream {
      switch signal {
      case .event(let event): progress.note(event)
      case .tick: progress.tell()
      case .bound: return try await unfinished(work, &progress, call.requestID, remarks)
      case .ended: return try await finished(work.value, remarks)
      }
    }
    work.cancel()
    throw CancellationError()
  }

  /// Clients that are told of progress wait longer than those that hear nothing.
  private var bound: Duration {
    let limit = core.options.callLimit
    return request.progressToken == nil ? limit : max(limit, core.times.longCall)
  }

  private func serviceCall(_ caller: CallerParameters) throws -> ServiceCall {
    guard let call = exposed.tool.call else { throw ToolProblem("This tool calls nothing.") }
    let arguments = try CallArguments.evaluate(
      call, from: caller, of: exposed.consumed)
    let given = try requestID()
    return ServiceCall(
      requestID: given ?? UUID().uuidString, service: call.namespace, operation: call.operation,
      arguments: arguments, abandonment: .stop, isNew: given == nil)
  }

  /// The client's own name for its wish.
  private func requestID() throws(ToolProblem) -> String? {
    guard let given = request.meta?[MetaName.requestID] else { return nil }
    guard case .string(let id) = given, (1...128).contains(id.utf8.count),
      id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw ToolProblem("\(MetaName.requestID) must be 1 to 128 visible ASCII characters.")
    }
    return id
  }
}

// The service's answer.
extension ServiceToolCall {
  private func answer(to call: ServiceCall) async throws -> Answer {
    let reply = try await core.studio.call(call)
    if reply.status >= 400 {
      let (body, _) = try await Self.collect(reply.body, upTo: Self.longestRefusal)
      return .refusal(status: reply.status, body: body, reply.generation)
    }
    if let generation = reply.generation {
      // The pictures are durable when the answer has ended; its bytes are not needed here.
      for try await _ in reply.body {}
      return .pictures(try await settled(generation))
    }
    let (body, isWhole) = try await Self.collect(reply.body, upTo: Self.longestAnswer)
    guard isWhole else {
      throw ToolProblem("The service's answer is longer than \(ByteText.of(Self.longestAnswer)).")
    }
    return .other(body: body)
  }

  /// The generation's record when it has ended, which may be a moment after the answer has.
  private func settled(_ id: GenerationID) async throws -> Generation {
    let events = core.studio.events()
    var generation = try await core.studio.generation(id)
    guard generation.state.isJob else { return generation }
    for await event in events {
      switch event {
      case .changed(let changed) where changed.id == id: generation = changed
      case .historyChanged: generation = try await core.studio.generation(id)
      default: continue
      }
      if !generation.state.isJob { return generation }
    }
    throw CancellationError()
  }

  private static func collect(
    _ body: any AsyncSequence<[UInt8], any Error> & Sendable, upTo limit: Int
  ) async throws -> (bytes: [UInt8], isWhole: Bool) {
    var bytes: [UInt8] = []
    for try await piece in body {
      bytes += piece.prefix(limit - bytes.count + 1)
      if bytes.count > limit { return (bytes, false) }
    }
    return (bytes, true)
  }

  private func finished(_ answer: Answer, _ remarks: [String]) async throws -> JSONObject {
    switch answer {
    case .pictures(let generation):
      return await PictureResult(
        generation: generation, revision: context.revision, remarks: remarks
      ).ended(core.previews)
    case .refusal(let status, let body, let id):
      return await refused(status, body, id).result
    case .other(let body): return try mapped(body)
    }
  }

  /// What the studio knows of the refusal, else the service's own words.
  private func refused(_ status: Int, _ body: [UInt8], _ id: GenerationID?) async -> ToolProblem {
    if let id, let error = try? await core.studio.generation(id).error {
      return ToolProblem(error)
    }
    let json = try? JSONValue(parsing: body)
    let error = json?["error"]
    let words =
      error?["message"]?.text ?? error?.text ?? json?["message"]?.text
      ?? String(decoding: body.prefix(1000), as: UTF8.self)
    let said = PlainText.clean(words, limit: 1000)
    return ToolProblem(
      "The service refused with status \(status)" + (said.isEmpty ? "." : ": \(said)"))
  }

  private func mapped(_ body: [UInt8]) throws -> JSONObject {
    let mapping = try AnswerMapping(exposed.tool.outputParameters, of: exposed.consumed)
    var bytes = body
    if !mapping.isIdentity {
      guard let json = try? JSONValue(parsing: body) else {
        throw ToolProblem("The service's answer is not JSON.")
      }
      bytes = Array(mapping.map(json).json.utf8)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ToolProblem("The service answered \(ByteText.of(bytes.count)) that are no text.")
    }
    guard bytes.count <= PreviewMaker.budget else {
      throw ToolProblem(
        "The service's answer is too long for a result: \(ByteText.of(bytes.count)).")
    }
    return ["content": [["type": "text", "text": .string(text)]], "isError": false]
  }

  /// The time is up: a job goes on and can be asked for, anything else is stopped.
  private func unfinished(
    _ work: Task<Answer, any Error>, _ progress: inout CallProgress, _ requestID: String,
    _ remarks: [String]
  ) async throws -> JSONObject {
    var generation = progress.generation
    if generation == nil, exposed.makesImages {
      generation = try? await core.studio.jobs().first { $0.request.requestID == requestID }
    }
    guard let generation else {
      work.cancel()
      throw ToolProblem("The service did not answer within \(progress.seconds) s.")
    }
    let result = PictureResult(
      generation: generation, revision: context.revision, remarks: remarks)
    return generation.state.isJob
      ? result.pending(after: progress.seconds) : await result.ended(core.previews)
  }
}
