import AsyncHTTPClient
import CapabilitySpecs
import NIOCore
import NIOHTTP1
import StudioCore
import StudioServer
import Testing

/// A server on a socket with a studio behind it, and its client.
struct MCPWire: Sendable {
  struct Answer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: String

    /// The one JSON object of the body; of a stream, its last message.
    var json: JSONValue { messages.last ?? .null }

    /// A stream's messages in order.
    var messages: [JSONValue] {
      guard isStream else { return (try? JSONValue(parsing: body.utf8)).map { [$0] } ?? [] }
      return body.split(separator: "\n").filter { $0.hasPrefix("data: ") }.compactMap {
        try? JSONValue(parsing: $0.dropFirst(6).utf8)
      }
    }

    var isStream: Bool { headers["content-type"] == "text/event-stream" }
    var code: Int? { json["error"]?["code"]?.int }
    var result: JSONValue { json["result"] ?? .null }
  }

  static let modern = "2026-07-28"

  let studio: SketchStudio
  let port: Int

  /// Serves while `work` runs.
  static func with<Value: Sendable>(
    _ studio: SketchStudio = SketchStudio(), _ capabilities: [Capability]? = nil,
    options: ServerOptions = ServerOptions(version: "1.2.3"),
    _ work: @escaping @Sendable (MCPWire) async throws -> Value
  ) async throws -> Value {
    var options = options
    options.mcpPort = 0
    options.address = "127.0.0.1"
    options.finishing = .milliseconds(50)
    let server = try StudioServer(
      studio: studio, capabilities: try capabilities ?? [MCPDocuments.pictures()],
      options: options)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      let (ports, announce) = AsyncStream<Int>.makeStream()
      group.addTask {
        try await server.run { addresses in
          announce.yield(addresses.first { $0.door == "mcp" }?.port ?? 0)
        }
        return nil
      }
      group.addTask {
        let port = await ports.first { _ in true } ?? 0
        return try await work(MCPWire(studio: studio, port: port))
      }
      defer { group.cancelAll() }
      while let value = try await group.next() {
        if let value { return value }
      }
      throw CancellationError()
    }
  }

  func send(
    _ method: String = "POST", _ headers: [(String, String)] = [], body: String? = nil,
    path: String = "/mcp", accept: String? = "application/json, text/event-stream",
    type: String? = "application/json"
  ) async throws -> Answer {
    let response = try await HTTPClient.shared.execute(
      request(method, headers, body, path, accept, type), timeout: .seconds(120))
    let body = try await response.body.collect(upTo: 64 << 20)
    return Answer(
      status: Int(response.status.code),
      headers: Dictionary(
        response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }),
      body: String(buffer: body))
  }

  func request(
    _ method: String = "POST", _ headers: [(String, String)] = [], _ body: String? = nil,
    _ path: String = "/mcp", _ accept: String? = "application/json, text/event-stream",
    _ type: String? = "application/json"
  ) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = .init(rawValue: method)
    if let accept { request.headers.add(name: "Accept", value: accept) }
    if let type, method == "POST" { request.headers.add(name: "Content-Type", value: type) }
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    return request
  }

  // MARK: The modern era

  static func meta(token: JSONValue? = nil) -> JSONObject {
    var meta: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": .string(modern),
      "io.modelcontextprotocol/clientCapabilities": .object(JSONObject()),
    ]
    meta["progressToken"] = token
    return meta
  }

  static func message(
    _ method: String, _ params: JSONObject = JSONObject(), id: JSONValue? = 1
  ) -> String {
    var message: JSONObject = ["jsonrpc": "2.0"]
    message["id"] = id
    message["method"] = .string(method)
    message["params"] = .object(params)
    return JSONValue.object(message).json
  }

  static func modernMessage(
    _ method: String, _ params: JSONObject = JSONObject(), id: JSONValue = 1,
    token: JSONValue? = nil
  ) -> String {
    var params = params
    if params["_meta"] == nil { params["_meta"] = .object(meta(token: token)) }
    return message(method, params, id: id)
  }

  static func headers(_ method: String, name: String? = nil) -> [(String, String)] {
    [("MCP-Protocol-Version", modern), ("Mcp-Method", method)]
      + (name.map { [("Mcp-Name", $0)] } ?? [])
  }

  func ask(
    _ method: String, _ params: JSONObject = JSONObject(), id: JSONValue = 1,
    token: JSONValue? = nil
  ) async throws -> Answer {
    let name = (params["name"] ?? params["uri"])?.text
    return try await send(
      "POST", Self.headers(method, name: method == "completion/complete" ? nil : name),
      body: Self.modernMessage(method, params, id: id, token: token))
  }

  func call(
    _ arguments: JSONObject, tool: String = "ollama-create-image", token: JSONValue? = nil
  ) async throws -> Answer {
    try await ask(
      "tools/call", ["name": .string(tool), "arguments": .object(arguments)], token: token)
  }

  // MARK: The legacy era

  /// Opens a session and answers its id.
  func open(_ revision: String = "2025-11-25") async throws -> String {
    let answer = try await send(body: Self.hello(revision))
    let session = try #require(answer.headers["mcp-session-id"])
    let ready = try await send(
      "POST", [("Mcp-Session-Id", session)],
      body: Self.message("notifications/initialized", id: nil))
    #expect(ready.status == 202)
    return session
  }

  static func hello(_ revision: String) -> String {
    message(
      "initialize",
      [
        "protocolVersion": .string(revision), "capabilities": .object(JSONObject()),
        "clientInfo": ["name": "test", "version": "1"],
      ], id: 0)
  }

  func ask(
    _ method: String, _ params: JSONObject = JSONObject(), session: String, id: JSONValue = 1
  ) async throws -> Answer {
    try await send(
      "POST", [("Mcp-Session-Id", session)], body: Self.message(method, params, id: id))
  }

  // MARK: Waiting

  /// Until the condition holds, at most a minute.
  static func until(
    _ condition: @Sendable () async throws -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for _ in 0..<30_000 {
      if try await condition() { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("it never came to be", sourceLocation: sourceLocation)
  }
}
