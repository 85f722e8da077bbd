import HTTPTypes
import Hummingbird
import NIOCore
import StudioCore

/// The protocol over HTTP, both eras at one address. Host, Origin and token are others' affair.
struct MCPResponder: Sendable {
  let core: MCPCore
  let sessions: MCPSessions
  private let reading: WorkBudget
  private let largestBody: Int

  init(
    studio: any Studio & ServiceCalls, tools: [ExposedTool], options: ServerOptions,
    times: MCPTimes = MCPTimes()
  ) {
    core = MCPCore(studio: studio, tools: tools, options: options, times: times)
    sessions = MCPSessions(patience: times.sessionRest)
    reading = WorkBudget(limits: options.limits)
    largestBody = min(options.limits.body, options.limits.message)
  }

  func respond(to request: Request, in caller: CallerContext) async throws -> Response {
    switch request.method {
    case .post: return try await post(request, caller)
    case .get: return news(request, caller)
    case .delete: return endSession(request)
    default: return Self.wrongMethod
    }
  }

  private static var wrongMethod: Response {
    var response = refusal(405, .invalidRequest("This method of HTTP is not served here."))
    response.headers[.allow] = "GET, POST, DELETE"
    return response
  }

  static func refusal(_ status: Int, _ error: MCPError, id: MessageID? = nil) -> Response {
    Response(json: error.message(id: id), status: status)
  }

  static func header(_ name: String, of request: Request) -> String? {
    guard let name = HTTPField.Name(name), let value = request.headers[name] else { return nil }
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = value.drop(while: isBlank)
    guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...end])
  }

  /// True for a header that only the modern era sends.
  static func statesModernRevision(_ request: Request) -> Bool {
    guard let stated = header("MCP-Protocol-Version", of: request) else { return false }
    return MCPRevision(rawValue: stated)?.isLegacy != true
  }
}

// POST.
extension MCPResponder {
  private func post(_ request: Request, _ caller: CallerContext) async throws -> Response {
    if let refusal = Self.contentRefusal(request) { return refusal }
    guard let message = try await message(of: request) else {
      return Self.refusal(413, .invalidRequest("The message is too large."))
    }
    if case .invalid(let id, let error) = message {
      return Self.refusal(error.httpStatus, error, id: id)
    }
    return isModern(message, request)
      ? await modern(message, request, caller) : await legacy(message, request, caller)
  }

  /// nil when it is too large. The share is held until the message is read: that takes more memory
  /// than its bytes.
  private func message(of request: Request) async throws -> MCPMessage? {
    try await reading.run { share in
      var body = ByteBuffer()
      for try await piece in request.body {
        guard body.readableBytes + piece.readableBytes <= largestBody else { return nil }
        try share.take(piece.readableBytes)
        body.writeImmutableBuffer(piece)
      }
      return MCPMessage(reading: body.readableBytesView)
    }
  }

  /// The body must be JSON, and the caller must be able to read either form of answer.
  private static func contentRefusal(_ request: Request) -> Response? {
    let type = header("Content-Type", of: request)?.split(separator: ";").first ?? ""
    guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
      return refusal(400, .invalidRequest("Content-Type must be application/json."))
    }
    guard accepts("application/json", request), accepts("text/event-stream", request) else {
      return refusal(
        406, .invalidRequest("Accept must allow application/json and text/event-stream."))
    }
    return nil
  }

  static func accepts(_ type: String, _ request: Request) -> Bool {
    guard let accept = header("Accept", of: request) else { return true }
    let group = type.prefix { $0 != "/" } + "/*"
    return accept.lowercased().split(separator: ",").contains { range in
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let name = parts.first, name == type || name == group || name == "*/*" else {
        return false
      }
      return !parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
    }
  }

  private func isModern(_ message: MCPMessage, _ request: Request) -> Bool {
    if Self.statesModernRevision(request) { return true }
    if case .request(let call) = message { return call.statedRevision != nil }
    return false
  }

  private func modern(
    _ message: MCPMessage, _ request: Request, _ caller: CallerContext
  ) async -> Response {
    guard case .request(let call) = message else { return Response(status: .accepted) }
    do {
      try ModernRules.check(call) { Self.header($0, of: request) }
      let flow = try AnswerFlow(
        call, core: core, revision: .newest, session: nil, stopping: caller.stopping
      ) { work in Task { await work() } }
      return await answer(flow, caller, endsWithCaller: true)
    } catch {
      return Self.refusal(error.httpStatus, error, id: call.id)
    }
  }

  private func legacy(
    _ message: MCPMessage, _ request: Request, _ caller: CallerContext
  ) async -> Response {
    if case .request(let call) = message, call.method == "initialize" { return greet(call) }
    let session: MCPSession
    switch findSession(request, of: message) {
    case .success(let found): session = found
    case .failure(let refusal): return refusal.response
    }
    switch message {
    case .request(let call): return await legacyAnswer(to: call, session, caller)
    case .notification("notifications/cancelled", let params):
      if let id = MessageID(params["requestId"]) { session.requests.cancel(id) }
    case .notification, .response, .invalid: break
    }
    return Response(status: .accepted)
  }

  private func greet(_ call: MCPRequest) -> Response {
    guard case .string(let wish)? = call.params["protocolVersion"] else {
      return Self.refusal(
        200, .invalidParams("protocolVersion must be a revision of the protocol."), id: call.id)
    }
    guard let session = sessions.open(MCPRevision.agreed(on: wish, overHTTP: true)) else {
      return Self.refusal(503, .broken("Too many sessions are open."), id: call.id)
    }
    var response = Response(
      json: MCPMessage.answer(call.id, core.greeting(session.revision)))
    response.headers.set("Mcp-Session-Id", session.id)
    return response
  }

  private func legacyAnswer(
    to call: MCPRequest, _ session: MCPSession, _ caller: CallerContext
  ) async -> Response {
    do {
      let flow = try AnswerFlow(
        call, core: core, revision: session.revision, session: session,
        stopping: caller.stopping
      ) { work throws(MCPError) in try session.requests.start(call.id, work) }
      return await answer(flow, caller, endsWithCaller: false)
    } catch {
      return Self.refusal(200, error, id: call.id)
    }
  }
}

// Sessions.
extension MCPResponder {
  struct SessionRefusal: Error { let response: Response }

  func findSession(
    _ request: Request, of message: MCPMessage? = nil
  ) -> Result<MCPSession, SessionRefusal> {
    var id: MessageID?
    if case .request(let call)? = message { id = call.id }
    guard let name = Self.header("Mcp-Session-Id", of: request) else {
      let error = MCPError.invalidRequest("Mcp-Session-Id is missing: initialize first.")
      return .failure(SessionRefusal(response: Self.refusal(400, error, id: id)))
    }
    guard let session = sessions.find(name) else {
      let error = MCPError.invalidRequest("There is no such session: initialize again.")
      return .failure(SessionRefusal(response: Self.refusal(404, error, id: id)))
    }
    return .success(session)
  }

  private func endSession(_ request: Request) -> Response {
    guard !Self.statesModernRevision(request) else { return Self.wrongMethod }
    switch findSession(request) {
    case .success(let session):
      _ = sessions.end(session.id)
      return Response(status: .ok)
    case .failure(let refusal): return refusal.response
    }
  }

  /// The stream of news of a legacy session.
  private func news(_ request: Request, _ caller: CallerContext) -> Response {
    guard !Self.statesModernRevision(request) else { return Self.wrongMethod }
    guard Self.accepts("text/event-stream", request) else {
      return Self.refusal(406, .invalidRequest("Accept must allow text/event-stream."))
    }
    switch findSession(request) {
    case .success(let session): return newsStream(session, caller)
    case .failure(let refusal): return refusal.response
    }
  }
}
