import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import StudioCore
import Testing

@testable import StudioServer

@Suite("The history as resources of MCP", .timeLimit(.minutes(3)))
struct MCPResourceTests {
  @Test("is listed page by page, each picture once, newest first")
  func paging() async throws {
    try await MCPWire.with { wire in
      for number in 1...3 {
        _ = try await wire.call(["prompt": .string("kite \(number)"), "n": .number(number)])
      }
      for number in 4...60 { _ = try await wire.call(["prompt": .string("kite \(number)")]) }
      var uris: [String] = []
      var pages = 0
      var params = JSONObject()
      repeat {
        let result = try await wire.ask("resources/list", params).result
        uris += (result["resources"]?.elements ?? []).compactMap { $0["uri"]?.text }
        #expect(result["ttlMs"]?.int != nil)
        #expect(result["cacheScope"] == "private")
        params["cursor"] = result["nextCursor"]
        pages += 1
      } while params["cursor"] != nil
      #expect(pages == 2)
      #expect(uris.first == "studio://history")
      #expect(Set(uris).count == uris.count)
      #expect(uris.count > 60)
      for cursor: JSONValue in ["x", 5, "ZnJvbTotMQ==", "ZnJvbTo1MA", .null] {
        let answer = try await wire.ask("resources/list", ["cursor": cursor])
        #expect(answer.code == -32602, "\(cursor)")
      }
    }
  }

  @Test("says of each picture what it is, and gives it whole")
  func entries() async throws {
    try await MCPWire.with { wire in
      _ = try await wire.call(["prompt": "a kite"])
      let resources = try await wire.ask("resources/list").result["resources"]?.elements ?? []
      let picture = try #require(resources.last)
      #expect(picture["mimeType"] == "image/png")
      #expect(picture["description"] == "a kite")
      #expect(picture["annotations"]?["lastModified"]?.text?.hasSuffix("Z") == true)
      let history = try await wire.ask("resources/read", ["uri": "studio://history"]).result
      let text = history["contents"]?.elements.first?["text"]?.text ?? ""
      let json = try JSONValue(parsing: text.utf8)
      #expect(json["total"] == 1)
      #expect(json["generations"]?.elements.first?["prompt"] == "a kite")
      let templates = try await wire.ask("resources/templates/list").result["resourceTemplates"]
      #expect(
        templates?.elements.compactMap { $0["uriTemplate"]?.text } == [
          "studio://generations/{id}", "studio://images/{id}/{number}",
        ])
      for end in ["/0", "/2", "/01", "/+1", "", "/1/x", "/1/../2"] {
        let uri = (picture["uri"]?.text ?? "").dropLast(2) + end
        let answer = try await wire.ask("resources/read", ["uri": .string(String(uri))])
        #expect(answer.code == -32602, "\(uri)")
      }
    }
  }

  @Test("is told to a modern listener: first what is honoured, then only what was asked for")
  func listening() async throws {
    try await MCPWire.with { wire in
      let body = MCPWire.modernMessage(
        "subscriptions/listen",
        [
          "notifications": [
            "resourcesListChanged": true, "toolsListChanged": true,
            "resourceSubscriptions": ["studio://history", "file:///etc/passwd"],
          ]
        ], id: "watch")
      let messages = try await wire.stream(
        "POST", MCPWire.headers("subscriptions/listen"), body, until: 4
      ) { _ = try await wire.call(["prompt": "a kite"]) }
      let first = try #require(messages.first)
      #expect(first["method"] == "notifications/subscriptions/acknowledged")
      #expect(
        first["params"]?["notifications"] == [
          "resourcesListChanged": true, "resourceSubscriptions": ["studio://history"],
        ])
      for message in messages {
        #expect(
          message["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "watch")
        #expect(message["id"] == nil)
      }
      #expect(messages.contains { $0["params"]?["uri"] == "studio://history" })
      try await MCPWire.until { wire.studio.listenerCount == 0 }
    }
  }

  @Test("ends a listener's stream with a result when the server stops")
  func stopping() async throws {
    let core = MCPCore(
      studio: SketchStudio(), tools: try ExposedTool.all(of: [MCPDocuments.pictures()]),
      options: ServerOptions())
    let message = MCPMessage([
      "jsonrpc": "2.0", "id": 4, "method": "subscriptions/listen",
      "params": ["_meta": .object(MCPWire.meta()), "notifications": .object(JSONObject())],
    ])
    guard case .request(let request) = message else {
      Issue.record("no request")
      return
    }
    let stopping = Signal()
    let flow = try AnswerFlow(
      request, core: core, revision: .newest, session: nil, stopping: stopping
    ) { work in Task { await work() } }
    var last: JSONValue?
    for await piece in flow.pieces {
      if case .notification = piece { stopping.raise() }
      if case .response(let message) = piece { last = message }
    }
    #expect(last?["result"]?["resultType"] == "complete")
    #expect(last?["result"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 4)
  }

  @Test("is told to a legacy session on its GET stream, and what it subscribed to")
  func legacyNews() async throws {
    try await MCPWire.with { wire in
      let session = try await wire.open()
      let header = [("Mcp-Session-Id", session)]
      let uri: JSONObject = ["uri": "studio://history"]
      #expect(try await wire.send("GET", header, accept: "application/json").status == 406)
      #expect(try await wire.ask("resources/subscribe", uri, session: session).code == nil)
      let told = try await wire.stream("GET", header, nil, until: 3) {
        _ = try await wire.call(["prompt": "a kite"])
      }
      #expect(told.contains { $0["method"] == "notifications/resources/updated" })
      #expect(try await wire.ask("resources/unsubscribe", uri, session: session).code == nil)
      let untold = try await wire.stream("GET", header, nil, until: 1) {
        _ = try await wire.call(["prompt": "another"])
      }
      #expect(untold.map { $0["method"] } == ["notifications/resources/list_changed"])
      let wrong = try await wire.ask(
        "resources/subscribe", ["uri": "studio://nothing"], session: session)
      #expect(wrong.code == -32002)
    }
  }
}

extension MCPWire {
  /// Opens a stream of events, does `work` once it is open, and answers its first messages.
  func stream(
    _ method: String, _ headers: [(String, String)], _ body: String?, until count: Int,
    _ work: @escaping @Sendable () async throws -> Void
  ) async throws -> [JSONValue] {
    let response = try await HTTPClient.shared.execute(
      request(method, headers, body), timeout: .seconds(120))
    #expect(response.headers.first(name: "content-type") == "text/event-stream")
    var text = ""
    var worker: Task<Void, any Error>?
    var messages: [JSONValue] = []
    for try await piece in response.body {
      text += String(buffer: piece)
      if worker == nil { worker = Task { try await work() } }
      messages =
        Answer(status: 200, headers: ["content-type": "text/event-stream"], body: text)
        .messages
      if messages.count >= count { break }
    }
    try await worker?.value
    return Array(messages.prefix(count))
  }
}
