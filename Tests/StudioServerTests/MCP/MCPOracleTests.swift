import StudioCore
import Testing

@testable import StudioServer

/// What the protocol's own reference server answers, row by row.
@Suite("The HTTP door of MCP", .timeLimit(.minutes(3)))
struct MCPOracleTests {
  private static let call: JSONObject = [
    "name": "ollama-create-image", "arguments": ["prompt": "a kite"],
  ]

  @Test("wants a modern request to say what it is")
  func meta() async throws {
    try await MCPWire.with { wire in
      for meta: JSONValue in [
        .null, JSONValue.object(JSONObject()),
        ["io.modelcontextprotocol/protocolVersion": "2026-07-28"],
        ["io.modelcontextprotocol/clientCapabilities": .object(JSONObject())],
      ] {
        let params: JSONObject = meta == .null ? JSONObject() : ["_meta": meta]
        let answer = try await wire.send(
          "POST", MCPWire.headers("tools/list"), body: MCPWire.message("tools/list", params, id: 7))
        #expect(answer.status == 400)
        #expect(answer.code == -32602)
        #expect(answer.json["id"] == 7)
      }
    }
  }

  @Test("holds a modern request's headers against its body")
  func headers() async throws {
    try await MCPWire.with { wire in
      let body = MCPWire.modernMessage("tools/call", Self.call, id: "x")
      let version = ("MCP-Protocol-Version", MCPWire.modern)
      for headers in [
        [version], [version, ("Mcp-Method", "tools/call")],
        [version, ("Mcp-Method", "Tools/Call"), ("Mcp-Name", "ollama-create-image")],
        [version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "another")],
        [version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "=?base64?!!!?=")],
        [("Mcp-Method", "tools/call"), ("Mcp-Name", "ollama-create-image")],
        [
          ("MCP-Protocol-Version", "2025-06-18"), ("Mcp-Method", "tools/call"),
          ("Mcp-Name", "ollama-create-image"),
        ],
      ] {
        let answer = try await wire.send("POST", headers, body: body)
        #expect(answer.status == 400, "\(headers)")
        #expect(answer.code == -32020, "\(headers)")
        #expect(answer.json["id"] == "x")
      }
      #expect(wire.studio.calls.isEmpty)
      for name in [" ollama-create-image ", "=?base64?b2xsYW1hLWNyZWF0ZS1pbWFnZQ==?="] {
        let answer = try await wire.send(
          "POST", [version, ("mCP-mETHOD", " tools/call "), ("MCP-NAME", name)], body: body)
        #expect(answer.status == 200)
        #expect(answer.result["isError"] == false)
      }
    }
  }

  @Test("names what it serves to who asks for another revision")
  func revision() async throws {
    try await MCPWire.with { wire in
      var meta = MCPWire.meta()
      meta["io.modelcontextprotocol/protocolVersion"] = "2030-01-01"
      let answer = try await wire.send(
        "POST", [("MCP-Protocol-Version", "2030-01-01"), ("Mcp-Method", "tools/list")],
        body: MCPWire.message("tools/list", ["_meta": .object(meta)]))
      #expect(answer.status == 400)
      #expect(answer.code == -32022)
      #expect(answer.json["error"]?["data"]?["requested"] == "2030-01-01")
      let supported = try #require(answer.json["error"]?["data"]?["supported"])
      let discovered = try await wire.ask("server/discover")
      #expect(discovered.result["supportedVersions"] == supported)
      #expect(supported == ["2026-07-28"])
    }
  }

  @Test("knows no legacy and no unknown method in the modern era")
  func methods() async throws {
    try await MCPWire.with { wire in
      for method in [
        "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
        "tasks/get", "no/such",
      ] {
        let answer = try await wire.ask(method)
        #expect(answer.status == 404, "\(method)")
        #expect(answer.code == -32601, "\(method)")
      }
    }
  }

  @Test("tells of an unknown tool as an error, of bad arguments as a result")
  func tools() async throws {
    try await MCPWire.with { wire in
      let unknown = try await wire.call(["prompt": "x"], tool: "no-such-tool")
      #expect(unknown.status == 400)
      #expect(unknown.code == -32602)
      let bad = try await wire.call(["prompt": "x", "size": "huge"])
      #expect(bad.status == 200)
      #expect(bad.result["isError"] == true)
    }
  }

  @Test("takes a modern notification without a word, and drops it")
  func notification() async throws {
    try await MCPWire.with { wire in
      let answer = try await wire.send(
        "POST", MCPWire.headers("notifications/cancelled"),
        body: MCPWire.message("notifications/cancelled", ["requestId": 1], id: nil))
      #expect(answer.status == 202)
      #expect(answer.body.isEmpty)
    }
  }

  @Test("refuses batches, broken JSON and what is no request")
  func shape() async throws {
    try await MCPWire.with { wire in
      let rows: [(String, Int)] = [
        ("[\(MCPWire.modernMessage("tools/list"))]", -32600), ("{\"jsonrpc\":", -32700),
        ("", -32700), ("7", -32600), ("{}", -32600),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32600),
      ]
      for (body, code) in rows {
        let answer = try await wire.send("POST", MCPWire.headers("tools/list"), body: body)
        #expect(answer.status == 400, "\(body)")
        #expect(answer.code == code, "\(body)")
      }
      let batch = try await wire.send("POST", MCPWire.headers("tools/list"), body: rows[0].0)
      #expect(batch.json["id"] == .null)
      let named = try await wire.send(body: #"{"jsonrpc":"2.0","id":"n","method":5}"#)
      #expect(named.json["id"] == "n")
    }
  }

  @Test("has no modern GET and no other method of HTTP")
  func get() async throws {
    try await MCPWire.with { wire in
      let version = [("MCP-Protocol-Version", MCPWire.modern)]
      #expect(try await wire.send("GET", version).status == 405)
      #expect(try await wire.send("DELETE", version).status == 405)
      let put = try await wire.send("PUT", version)
      #expect(put.status == 405)
      #expect(put.headers["allow"] == "GET, POST, DELETE")
    }
  }

  @Test("tells a resource that is not there by the era's own code")
  func noResource() async throws {
    try await MCPWire.with { wire in
      let uri = "studio://images/20261121T091500Z-00000000/1"
      for uri in [uri, "studio://nothing", "file:///etc/passwd"] {
        let answer = try await wire.ask("resources/read", ["uri": .string(uri)])
        #expect(answer.status == 400)
        #expect(answer.code == -32602)
        #expect(answer.json["error"]?["data"]?["uri"]?.text == uri)
      }
      let session = try await wire.open()
      let answer = try await wire.ask("resources/read", ["uri": .string(uri)], session: session)
      #expect(answer.status == 200)
      #expect(answer.code == -32002)
    }
  }

  @Test("answers a quick call as JSON, and one with a token as a stream with progress first")
  func forms() async throws {
    try await MCPWire.with { wire in
      let quick = try await wire.call(["prompt": "a kite"])
      #expect(quick.status == 200)
      #expect(quick.headers["content-type"] == "application/json")
      let told = try await wire.call(["prompt": "a kite"], token: "t1")
      #expect(told.status == 200)
      #expect(told.isStream)
      #expect(told.headers["cache-control"] == "no-cache")
      #expect(told.result["isError"] == false)
      let progress = told.messages.dropLast()
      #expect(!progress.isEmpty)
      #expect(progress.allSatisfy { $0["method"] == "notifications/progress" })
      #expect(progress.allSatisfy { $0["params"]?["progressToken"] == "t1" })
      let figures = progress.compactMap { $0["params"]?["progress"]?.double }
      #expect(figures.count == progress.count)
      #expect(zip(figures, figures.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test("is told by Accept and Content-Type what a client can do")
  func negotiation() async throws {
    try await MCPWire.with { wire in
      let body = MCPWire.modernMessage("tools/list")
      let headers = MCPWire.headers("tools/list")
      for (accept, status) in [
        ("application/json", 406), ("text/event-stream", 406), ("text/html", 406),
        ("application/json, text/event-stream;q=0", 406), ("*/*", 200),
        ("application/*, text/*", 200), ("Text/Event-Stream;q=0.5,APPLICATION/JSON", 200),
      ] {
        let answer = try await wire.send("POST", headers, body: body, accept: accept)
        #expect(answer.status == status, "\(accept)")
      }
      #expect(try await wire.send("POST", headers, body: body, accept: nil).status == 200)
      for (type, status) in [
        ("text/plain", 400), (nil, 400), ("application/jsonp", 400),
        ("application/json; charset=utf-8", 200), ("Application/JSON", 200),
      ] {
        let answer = try await wire.send("POST", headers, body: body, type: type)
        #expect(answer.status == status, "\(type ?? "none")")
      }
    }
  }

  @Test("lets in neither pages from elsewhere nor names that are not its own")
  func guards() async throws {
    try await MCPWire.with { wire in
      let body = MCPWire.modernMessage("tools/list")
      let headers = MCPWire.headers("tools/list")
      let rows: [(String, String, Int)] = [
        ("Origin", "http://evil.example.com", 403), ("Host", "evil.example.com", 421),
        ("Origin", "http://localhost:6274", 200), ("Host", "localhost:\(wire.port)", 200),
      ]
      for (name, value, status) in rows {
        let answer = try await wire.send("POST", headers + [(name, value)], body: body)
        #expect(answer.status == status, "\(name): \(value)")
      }
    }
  }

  @Test("answers at /mcp and at /, and elsewhere not at all")
  func paths() async throws {
    try await MCPWire.with { wire in
      let body = MCPWire.modernMessage("tools/list")
      let headers = MCPWire.headers("tools/list")
      for (path, status) in [("/mcp", 200), ("/", 200), ("/other", 404), ("/mcp/x", 404)] {
        let answer = try await wire.send("POST", headers, body: body, path: path)
        #expect(answer.status == status)
      }
    }
  }

  @Test("refuses a message that is too large")
  func size() async throws {
    var options = ServerOptions()
    options.limits.message = 10_000
    try await MCPWire.with(options: options) { wire in
      let answer = try await wire.call(["prompt": .string(String(repeating: "x", count: 20_000))])
      #expect(answer.status == 413)
    }
  }
}
