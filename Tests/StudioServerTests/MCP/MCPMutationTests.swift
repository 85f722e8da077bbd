import StudioCore
import Synchronization
import Testing

@testable import StudioServer

@Suite("Damaged messages of MCP", .timeLimit(.minutes(3)))
struct MCPMutationTests {
  private static let seeds: [String] = [
    MCPWire.modernMessage("server/discover"), MCPWire.modernMessage("tools/list", id: "a"),
    MCPWire.modernMessage(
      "tools/call",
      [
        "name": "ollama-create-image",
        "arguments": ["prompt": "refused", "n": 2, "body": ["seed": 4]],
      ], token: 5),
    MCPWire.modernMessage("resources/read", ["uri": "studio://history"]),
    MCPWire.modernMessage("resources/list", ["cursor": "ZnJvbTo1MA=="]),
    MCPWire.modernMessage(
      "prompts/get", ["name": "picture", "arguments": ["subject": "x", "style": "ink"]]),
    MCPWire.modernMessage(
      "completion/complete",
      [
        "ref": ["type": "ref/prompt", "name": "picture"],
        "argument": ["name": "style", "value": "p"],
      ]),
    MCPWire.hello("2025-11-25"), MCPWire.message("tools/list", id: 3),
    MCPWire.message("resources/subscribe", ["uri": "studio://history"], id: 4),
    MCPWire.message("notifications/cancelled", ["requestId": 3], id: nil),
    MCPWire.message("tools/call", ["name": "studio-job", "arguments": ["generation": "x"]], id: 8),
  ]

  @Test("never break the server, and are answered with a result or an error")
  func mutations() async throws {
    let answers = Answers()
    let core = MCPCore(
      studio: SketchStudio(), tools: try ExposedTool.all(of: [MCPDocuments.pictures()]),
      options: ServerOptions())
    let conversation = StdioConversation(core: core) { answers.take($0) }
    var random = Random(state: 42)
    for round in 0..<10_000 {
      var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
      for _ in 0..<random.below(4) { Self.damage(&bytes, &random) }
      await conversation.receive(MCPMessage(reading: bytes))
    }
    await conversation.receive(
      MCPMessage(reading: MCPWire.modernMessage("tools/list", id: "end").utf8))
    try await MCPWire.until { answers.has(id: "end") }
    await conversation.end()
    #expect(answers.count > 5000)
    #expect(answers.oddities.isEmpty)
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout Random) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0: bytes[place] = UInt8(random.below(256))
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(UInt8(random.below(128)), at: place)
    case 3: bytes.removeSubrange(place...)
    case 4: bytes += bytes[place...]
    default:
      let words = ["null", "[]", "{}", "-1", "1e999", "\"\"", "true", "\"\\u0000\""]
      bytes.replaceSubrange(
        place..<min(place + random.below(12), bytes.count),
        with: Array(words[random.below(words.count)].utf8))
    }
  }

  private struct Random {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  /// What came back, and what of it is no answer.
  private final class Answers: Sendable {
    private let all = Mutex<(count: Int, ids: Set<JSONValue>, oddities: [String])>((0, [], []))

    var count: Int { all.withLock { $0.count } }
    var oddities: [String] { all.withLock { $0.oddities } }
    func has(id: JSONValue) -> Bool { all.withLock { $0.ids.contains(id) } }

    func take(_ message: JSONValue) -> Bool {
      let isAnswer = (message["result"]?.object != nil) != (message["error"]?["code"]?.int != nil)
      let isNotification = message["method"] != nil && message["id"] == nil
      all.withLock { all in
        all.count += 1
        if let id = message["id"] { all.ids.insert(id) }
        if message["jsonrpc"] != "2.0" || !(isAnswer || isNotification) {
          all.oddities.append(message.json)
        }
      }
      return true
    }
  }
}
