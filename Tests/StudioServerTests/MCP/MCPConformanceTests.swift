import StudioCore
import Testing

@testable import StudioServer

/// The checks of the protocol's conformance suite that need no tools of its own.
@Suite("A conforming server of MCP", .timeLimit(.minutes(3)))
struct MCPConformanceTests {
  @Test("discovers itself, and serves what it declares")
  func discovery() async throws {
    try await MCPWire.with { wire in
      let result = try await wire.ask("server/discover").result
      #expect(result["resultType"] == "complete")
      #expect((result["ttlMs"]?.int ?? -1) >= 0)
      #expect(result["cacheScope"] == "private")
      #expect(result["instructions"]?.text?.contains("Adapter of ollama-create-image.") == true)
      #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["version"] == "1.2.3")
      let capabilities = try #require(result["capabilities"]?.object)
      #expect(
        capabilities.members.map(\.name) == ["tools", "resources", "prompts", "completions"])
      for method in [
        "tools/list", "resources/list", "resources/templates/list", "prompts/list",
      ] {
        let answer = try await wire.ask(method)
        #expect(answer.status == 200)
        #expect((answer.result["ttlMs"]?.int ?? -1) >= 0, "\(method)")
        #expect(answer.result["cacheScope"] == "private", "\(method)")
      }
    }
  }

  @Test("never requires clientInfo, and echoes every id")
  func ids() async throws {
    try await MCPWire.with { wire in
      for id: JSONValue in [0, 1, -5, "", "text", .number("123456789012345678901234567890")] {
        let good = try await wire.ask("tools/list", id: id)
        #expect(good.status == 200)
        #expect(good.json["id"] == id)
        let bad = try await wire.ask("no/such", id: id)
        #expect(bad.json["id"] == id)
      }
    }
  }

  @Test("answers several streams at once")
  func streams() async throws {
    try await MCPWire.with { wire in
      async let one = wire.call(["prompt": "slow 1"], token: 1)
      async let two = wire.call(["prompt": "slow 2"], token: 2)
      async let three = wire.call(["prompt": "slow 3"], token: 3)
      try await MCPWire.until { wire.studio.calls.count == 3 }
      #expect(try await wire.ask("tools/list").status == 200)
      for number in 1...3 { wire.studio.release("slow \(number)") }
      for (number, answer) in try await [one, two, three].enumerated() {
        #expect(answer.result["isError"] == false)
        let tokens = answer.messages.dropLast().map { $0["params"]?["progressToken"]?.int }
        #expect(tokens.allSatisfy { $0 == number + 1 })
      }
    }
  }

  @Test("sends nothing on a stream that asks the client for something")
  func noRequests() async throws {
    try await MCPWire.with { wire in
      let answer = try await wire.call(["prompt": "x"], token: "t")
      for message in answer.messages.dropLast() { #expect(message["id"] == nil) }
      #expect(!answer.body.contains("notifications/message"))
      #expect(answer.headers["x-accel-buffering"] == "no")
    }
  }

  @Test("keeps sessions few, each with its own subscriptions, and forgets the idle")
  func sessionTable() async throws {
    let sessions = MCPSessions(limit: 2, patience: .seconds(60))
    let first = try #require(sessions.open(.november2025))
    let second = try #require(sessions.open(.june2025))
    #expect(first.id != second.id)
    let running = try first.requests.start(try #require(MessageID("a"))) {
      try? await Task.sleep(for: .seconds(60))
    }
    let place = second.listen {}
    #expect(sessions.open(.june2025) == nil, "both are in use")
    second.stopListening(place)
    let third = try #require(sessions.open(.june2025))
    #expect(sessions.find(second.id) == nil)
    #expect(sessions.find(first.id) != nil)
    #expect(sessions.find(third.id) != nil)
    #expect(sessions.end(first.id))
    await running.value
    #expect(!sessions.end(first.id))
    let brief = MCPSessions(limit: 2, patience: .zero)
    let gone = try #require(brief.open(.june2025))
    #expect(brief.find(gone.id) == nil)
  }
}
