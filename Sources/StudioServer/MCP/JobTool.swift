import StudioCore

/// The studio's own tools: for clients that read no resources, or do not wait as long as a picture
/// takes.
enum JobTool: CaseIterable, Sendable {
  /// Waits for a generation and gives its pictures.
  case look
  /// Stops a generation.
  case cancel

  var name: String {
    switch self {
    case .look: "studio-job"
    case .cancel: "studio-cancel"
    }
  }

  private static let longestWait = 50
  private static let usualWait = 30

  private var fields: [ToolField] {
    let generation = ToolField(
      name: "generation", kind: .text,
      summary: "The generation's name, as the call that began it gave it.", isRequired: true,
      pattern: "^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$")
    switch self {
    case .look:
      return [
        generation,
        ToolField(
          name: "wait", kind: .integer(0...Self.longestWait),
          summary: "Seconds to wait for its end.", defaultValue: .number(Self.usualWait)),
      ]
    case .cancel: return [generation]
    }
  }

  func definition(_ revision: MCPRevision) -> JSONObject {
    var properties = JSONObject()
    for field in fields { properties[field.name] = .object(field.schema) }
    var definition: JSONObject = ["name": .string(name)]
    if revision.hasStructuredResults { definition["title"] = .string(title) }
    definition["description"] = .string(summary)
    definition["inputSchema"] = [
      "type": "object", "properties": .object(properties), "required": ["generation"],
      "additionalProperties": false,
    ]
    if revision.hasStructuredResults {
      definition["outputSchema"] = .object(GenerationSummary.schema)
    }
    definition["annotations"] = [
      "readOnlyHint": .bool(self == .look), "destructiveHint": .bool(self == .cancel),
      "idempotentHint": true, "openWorldHint": false,
    ]
    return definition
  }

  private var title: String {
    switch self {
    case .look: "Wait for pictures"
    case .cancel: "Stop a generation"
    }
  }

  private var summary: String {
    switch self {
    case .look:
      "Gives the pictures of a generation that was not finished when its call returned, or says how "
        + "far it is. Costs nothing; asking again is fine."
    case .cancel:
      "Stops a generation that is not finished. What has reached the service may still be billed."
    }
  }

  func result(
    of arguments: JSONObject, for request: MCPRequest, in context: MCPContext, core: MCPCore
  ) async throws -> JSONObject {
    let (id, wait) = try read(arguments)
    if self == .cancel { try await core.studio.cancel(id) }
    return try await outcome(
      of: id, within: self == .cancel ? 5 : wait, request, context, core)
  }

  private func read(_ arguments: JSONObject) throws -> (GenerationID, Int) {
    var given: [String: JSONValue] = [:]
    for member in arguments.members where member.value != .null {
      guard let field = fields.first(where: { $0.name == member.name }) else {
        throw ToolProblem("\(name) has no argument `\(PlainText.clean(member.name, limit: 60))`.")
      }
      given[field.name] = try field.value(of: member.value)
    }
    guard let text = given["generation"]?.text else {
      throw ToolProblem("The argument `generation` is missing.")
    }
    guard let id = GenerationID(rawValue: text) else {
      throw ToolProblem(
        "“\(PlainText.clean(text, limit: 60))” is no generation's name; they look like "
          + "20261121T091500Z-7f3a9c1e.")
    }
    return (id, given["wait"]?.int ?? Self.usualWait)
  }

  private func outcome(
    of id: GenerationID, within seconds: Int, _ request: MCPRequest, _ context: MCPContext,
    _ core: MCPCore
  ) async throws -> JSONObject {
    let signals = CallSignals(
      core.studio.events(), tick: core.times.progress, bound: .seconds(seconds))
    defer { signals.stop() }
    var progress = CallProgress(of: request, in: context) { $0.id == id }
    var generation = try await core.studio.generation(id)
    progress.note(generation)
    var signal = signals.stream.makeAsyncIterator()
    waiting: while generation.state.isJob, let heard = await signal.next() {
      switch heard {
      case .event(.historyChanged): generation = try await core.studio.generation(id)
      case .event(let event):
        progress.note(event)
        generation = progress.generation ?? generation
      case .tick: progress.tell()
      case .bound, .ended: break waiting
      }
    }
    try Task.checkCancellation()
    let result = PictureResult(generation: generation, revision: context.revision)
    if generation.state.isJob { return result.pending(after: progress.seconds) }
    if self == .cancel, generation.state == .cancelled { return Self.stopped(generation, context) }
    return await result.ended(core.previews)
  }

  private static func stopped(_ generation: Generation, _ context: MCPContext) -> JSONObject {
    let bill = generation.error?.mayHaveBeenBilled == true ? " It may have been billed." : ""
    return PictureResult(generation: generation, revision: context.revision)
      .told("Generation \(generation.id) is stopped.\(bill)")
  }
}
