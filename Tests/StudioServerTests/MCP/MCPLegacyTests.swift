import StudioCore
import Testing

@testable import StudioServer

@Suite("The HTTP door of MCP, to clients of the era with sessions,", .timeLimit(.minutes(3)))
struct MCPLegacyTests {
  @Test("agrees on a revision with a legacy client and gives it a session")
  func handshake() async throws {
    try await MCPWire.with { wire in
      for (wish, agreed) in [
        ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"),
        ("1999-01-01", "2025-11-25"), ("2026-07-28", "2025-11-25"),
      ] {
        let answer = try await wire.send(body: MCPWire.hello(wish))
        #expect(answer.status == 200)
        #expect(answer.json["id"] == 0)
        #expect(answer.result["protocolVersion"]?.text == agreed)
        #expect(answer.result["serverInfo"]?["name"] == "easel")
        #expect(answer.result["serverInfo"]?["version"] == "1.2.3")
        let id = try #require(answer.headers["mcp-session-id"])
        #expect(id.utf8.count >= 32)
        #expect(id.utf8.allSatisfy { (0x21...0x7E).contains($0) })
      }
    }
  }

  @Test("wants a session of a legacy client, and knows none that has ended")
  func sessions() async throws {
    try await MCPWire.with { wire in
      let none = try await wire.send(body: MCPWire.message("tools/list", id: 5))
      #expect(none.status == 400)
      #expect(none.code == -32600)
      #expect(none.json["id"] == 5)
      let bogus = try await wire.ask("tools/list", session: "bogus")
      #expect(bogus.status == 404)
      #expect(bogus.code == -32600)
      let session = try await wire.open()
      let header = [("Mcp-Session-Id", session)]
      #expect(try await wire.ask("tools/list", session: session).status == 200)
      #expect(try await wire.send("DELETE", header).status == 200)
      #expect(try await wire.ask("tools/list", session: session).status == 404)
      #expect(try await wire.send("DELETE", header).status == 404)
      #expect(try await wire.send("GET", header).status == 404)
      #expect(try await wire.send("GET").status == 400)
    }
  }

  @Test("tells a legacy client of errors with status 200")
  func legacyErrors() async throws {
    try await MCPWire.with { wire in
      let session = try await wire.open()
      for method in ["no/such", "server/discover", "logging/setLevel", "tasks/list"] {
        let answer = try await wire.ask(method, session: session)
        #expect(answer.status == 200)
        #expect(answer.code == -32601)
      }
      #expect(try await wire.ask("ping", session: session).result == .object(JSONObject()))
      let noParams = try await wire.send(
        "POST", [("Mcp-Session-Id", session)],
        body: #"{"jsonrpc":"2.0","id":0,"method":"tools/list"}"#)
      #expect(noParams.json["id"] == 0)
      #expect(noParams.result["tools"]?.elements.isEmpty == false)
    }
  }
}
