import StudioCore

/// Answers the requests of the protocol, whatever carries them.
struct MCPCore: Sendable {
  let studio: any Studio & ServiceCalls
  let options: ServerOptions
  let tools: ToolCatalog
  let previews = PreviewMaker()
  /// Streams of news.
  let streams = Allowance(limit: 64)
  /// Calls of services.
  let calls: Allowance
  let times: MCPTimes

  init(
    studio: any Studio & ServiceCalls, tools: [ExposedTool], options: ServerOptions,
    times: MCPTimes = MCPTimes()
  ) {
    self.studio = studio
    self.times = times
    self.options = options
    self.tools = ToolCatalog(tools)
    calls = Allowance(limit: options.limits.calls)
  }

  /// The response to a request; nil when it was cancelled and is to have none.
  func response(to request: MCPRequest, in context: MCPContext) async -> JSONValue? {
    do {
      let result = try await result(of: request, in: context)
      guard !Task.isCancelled else { return nil }
      return MCPMessage.answer(request.id, sealed(result, request.method, context.revision))
    } catch {
      guard !Task.isCancelled, !(error is CancellationError) else { return nil }
      return Self.protocolError(error).message(id: request.id)
    }
  }

  private static func protocolError(_ error: any Error) -> MCPError {
    switch error {
    case let error as MCPError: error
    case let error as StudioError: .broken(PlainText.clean(error.message))
    default: .broken("Something went wrong inside the studio.")
    }
  }

  private func result(of request: MCPRequest, in context: MCPContext) async throws -> JSONObject {
    let params = request.params
    switch request.method {
    case "tools/list": return try await listTools(params, context)
    case "tools/call": return try await callTool(request, context)
    case "resources/list": return try await listResources(params, context)
    case "resources/templates/list": return try listTemplates(params, context)
    case "resources/read": return try await readResource(params, context)
    case "prompts/list": return try listPrompts(params, context)
    case "prompts/get": return try await getPrompt(params, context)
    case "completion/complete": return try await complete(params)
    default:
      return context.revision.isLegacy
        ? try legacyResult(of: request, in: context)
        : try await modernResult(of: request, in: context)
    }
  }

  private func legacyResult(
    of request: MCPRequest, in context: MCPContext
  ) throws(MCPError) -> JSONObject {
    switch request.method {
    case "ping": return JSONObject()
    case "resources/subscribe": return try subscribe(request.params, context)
    case "resources/unsubscribe": return try unsubscribe(request.params, context)
    default: throw .unknownMethod(request.method)
    }
  }

  private func modernResult(
    of request: MCPRequest, in context: MCPContext
  ) async throws -> JSONObject {
    switch request.method {
    case "server/discover": return discovery
    case "subscriptions/listen": return try await listen(request, context)
    default: throw MCPError.unknownMethod(request.method)
    }
  }

  /// What every modern result says besides.
  private func sealed(
    _ result: JSONObject, _ method: String, _ revision: MCPRevision
  ) -> JSONObject {
    guard !revision.isLegacy else { return result }
    var sealed: JSONObject = ["resultType": "complete"]
    for member in result.members { sealed[member.name] = member.value }
    if let life = Self.lifetime(of: method) {
      if sealed["ttlMs"] == nil { sealed["ttlMs"] = .number(life) }
      sealed["cacheScope"] = "private"
    }
    var meta = sealed["_meta"]?.object ?? JSONObject()
    meta[MetaName.serverInfo] = .object(["name": "easel", "version": .string(options.version)])
    sealed["_meta"] = .object(meta)
    return sealed
  }

  /// Milliseconds that a result may be kept; nil where the protocol asks for no statement.
  private static func lifetime(of method: String) -> Int? {
    switch method {
    case "server/discover", "tools/list", "prompts/list", "resources/templates/list": 60_000
    case "resources/list", "resources/read": 0
    default: nil
    }
  }
}
