import AsyncHTTPClient
import NIOCore
import StudioCore
import Testing

@testable import StudioServer

@Suite("A call of MCP that takes long", .timeLimit(.minutes(3)))
struct MCPLongCallTests {
  private static let brief = ServerOptions(callLimit: .milliseconds(100))

  @Test("answers with its generation, goes on, and gives its pictures when asked again")
  func outlasting() async throws {
    try await MCPWire.with(options: Self.brief) { wire in
      let answer = try await wire.call(["prompt": "slow one"])
      #expect(answer.status == 200)
      #expect(answer.result["isError"] == false)
      let summary = try #require(answer.result["structuredContent"])
      #expect(summary["state"] == "sent")
      #expect(summary["images"] == [])
      let id = try #require(summary["generation"]?.text)
      let text = answer.result["content"]?.elements.first?["text"]?.text ?? ""
      #expect(text.contains(id))
      #expect(text.contains("studio-job"))
      let record = try await wire.ask(
        "resources/read", ["uri": .string("studio://generations/\(id)")])
      #expect(record.body.contains(#"\"state\":\"sent\""#))
      let soon = try await wire.call(
        ["generation": .string(id), "wait": 0], tool: "studio-job")
      #expect(soon.result["structuredContent"]?["state"] == "sent")
      async let waiting = wire.call(["generation": .string(id)], tool: "studio-job")
      wire.studio.release("slow one")
      let later = try await waiting
      #expect(later.result["structuredContent"]?["state"] == "saved")
      #expect(later.result["content"]?.elements.contains { $0["type"] == "image" } == true)
      #expect(wire.studio.cancelledCalls == 0)
    }
  }

  @Test("can be stopped by name")
  func stopping() async throws {
    try await MCPWire.with(options: Self.brief) { wire in
      let answer = try await wire.call(["prompt": "slow to stop"])
      let id = answer.result["structuredContent"]?["generation"] ?? .null
      let stopped = try await wire.call(["generation": id], tool: "studio-cancel")
      #expect(stopped.result["isError"] == false)
      #expect(stopped.result["structuredContent"]?["state"] == "cancelled")
      let again = try await wire.call(["generation": id], tool: "studio-cancel")
      #expect(again.result["isError"] == true)
      let unknown = try await wire.call(
        ["generation": "20200101T000000Z-00000000"], tool: "studio-job")
      #expect(unknown.result["isError"] == true)
      let strange = try await wire.call(["generation": "../x"], tool: "studio-job")
      #expect(strange.result["isError"] == true)
    }
  }

  @Test("waits longer for a client that hears of its progress")
  func token() async throws {
    try await MCPWire.with(options: Self.brief) { wire in
      async let answer = wire.call(["prompt": "slow, told"], token: 3)
      try await MCPWire.until { wire.studio.calls.count == 1 }
      try await Task.sleep(for: .milliseconds(200))
      wire.studio.release("slow, told")
      #expect(try await answer.result["structuredContent"]?["state"] == "saved")
    }
  }

  @Test("is stopped when a modern client goes away, before and after its answer has begun")
  func departure() async throws {
    try await MCPWire.with { wire in
      for (number, token) in [(1, JSONValue?.none), (2, "t")] {
        let body = MCPWire.modernMessage(
          "tools/call",
          ["name": "ollama-create-image", "arguments": ["prompt": .string("slow \(number)")]],
          token: token)
        let request = wire.request(
          "POST", MCPWire.headers("tools/call", name: "ollama-create-image"), body)
        let task = Task {
          let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
          for try await _ in response.body {}
        }
        try await MCPWire.until { wire.studio.calls.count == number }
        #expect(wire.studio.cancelledCalls == number - 1)
        task.cancel()
        try await MCPWire.until { wire.studio.cancelledCalls == number }
        try await MCPWire.until { wire.studio.listenerCount == 0 }
      }
    }
  }

  @Test("of a legacy client is stopped by its word, in its own session alone, without a response")
  func cancelled() async throws {
    try await MCPWire.with { wire in
      let session = try await wire.open()
      let other = try await wire.open()
      let params: JSONObject = [
        "name": "ollama-create-image", "arguments": ["prompt": "slow legacy"],
      ]
      async let answer = wire.ask("tools/call", params, session: session, id: "the-call")
      try await MCPWire.until { wire.studio.calls.count == 1 }
      let double = try await wire.ask("tools/call", params, session: session, id: "the-call")
      #expect(double.code == -32600)
      for (session, isOurs) in [(other, false), (session, true)] {
        let word = try await wire.send(
          "POST", [("Mcp-Session-Id", session)],
          body: MCPWire.message(
            "notifications/cancelled", ["requestId": "the-call", "reason": "x"], id: nil))
        #expect(word.status == 202)
        if !isOurs { #expect(wire.studio.cancelledCalls == 0) }
      }
      try await MCPWire.until { wire.studio.cancelledCalls == 1 }
      #expect(try await answer.messages.isEmpty)
    }
  }

  @Test("of a legacy client goes on when the connection breaks")
  func legacyDeparture() async throws {
    try await MCPWire.with { wire in
      let session = try await wire.open()
      let body = MCPWire.message(
        "tools/call", ["name": "ollama-create-image", "arguments": ["prompt": "slow kept"]])
      let request = wire.request("POST", [("Mcp-Session-Id", session)], body)
      let task = Task { _ = try await HTTPClient.shared.execute(request, timeout: .seconds(120)) }
      try await MCPWire.until { wire.studio.calls.count == 1 }
      task.cancel()
      _ = await task.result
      wire.studio.release("slow kept")
      try await MCPWire.until {
        try await wire.studio.history(.all, offset: 0, limit: 1).generations.first?.state == .saved
      }
      #expect(wire.studio.cancelledCalls == 0)
    }
  }

  @Test("tells of its progress by the clock, ever growing")
  func clock() async throws {
    let studio = SketchStudio()
    var times = MCPTimes()
    times.progress = .milliseconds(20)
    times.silence = .milliseconds(20)
    let core = MCPCore(
      studio: studio, tools: try ExposedTool.all(of: [MCPDocuments.pictures()]),
      options: ServerOptions(), times: times)
    let params: JSONObject = [
      "name": "ollama-create-image", "arguments": ["prompt": "slow clock"],
      "_meta": .object(MCPWire.meta(token: 0)),
    ]
    let message = MCPMessage([
      "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": .object(params),
    ])
    guard case .request(let request) = message else {
      Issue.record("no request")
      return
    }
    let flow = try AnswerFlow(
      request, core: core, revision: .newest, session: nil, stopping: Signal()
    ) { work in Task { await work() } }
    var figures: [Double] = []
    var silences = 0
    var response: JSONValue?
    for await piece in flow.pieces {
      switch piece {
      case .notification(let message):
        figures.append(message["params"]?["progress"]?.double ?? -1)
        #expect(message["params"]?["message"]?.text?.isEmpty == false)
      case .silence: silences += 1
      case .response(let message): response = message
      }
      if figures.count > 8, silences > 3 { studio.release("slow clock") }
    }
    #expect(response?["result"]?["isError"] == false)
    #expect(zip(figures, figures.dropFirst()).allSatisfy { $0 < $1 })
  }
}
