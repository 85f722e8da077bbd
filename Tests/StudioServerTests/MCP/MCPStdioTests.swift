import Glibc
import StudioCore
import Testing

@testable import StudioServer

@Suite("MCP on pipes", .timeLimit(.minutes(3)))
struct MCPStdioTests {
  @Test("serves the modern era without a handshake, and the legacy one after it, side by side")
  func eras() async throws {
    try await Pipes.with { pipes in
      await pipes.say(MCPWire.modernMessage("server/discover", id: 1))
      #expect(await pipes.heard()["result"]?["supportedVersions"] == ["2026-07-28"])
      await pipes.say(MCPWire.message("tools/list", id: 2))
      #expect(await pipes.heard()["error"]?["code"] == -32600)
      await pipes.say(MCPWire.message("server/discover", id: 3))
      #expect(await pipes.heard()["error"]?["code"] == -32601)
      await pipes.say(MCPWire.hello("2024-11-05"))
      #expect(await pipes.heard()["result"]?["protocolVersion"] == "2024-11-05")
      await pipes.say(MCPWire.message("notifications/initialized", id: nil))
      await pipes.say(MCPWire.message("tools/list", id: 4))
      #expect(await pipes.heard()["result"]?["tools"]?.elements.count == 3)
      await pipes.say(MCPWire.modernMessage("ping", id: 5))
      #expect(await pipes.heard()["error"]?["code"] == -32601)
      await pipes.say(MCPWire.message("ping", id: 6))
      #expect(await pipes.heard()["result"] == .object(JSONObject()))
    }
  }

  @Test("checks a modern message, and answers what is none")
  func refusals() async throws {
    try await Pipes.with { pipes in
      for (line, code) in [
        ("{", -32700), ("[]", -32600), ("\u{FEFF}{}", -32700), (#"{"jsonrpc":"2.0"}"#, -32600),
        (
          MCPWire.message(
            "tools/list",
            ["_meta": ["io.modelcontextprotocol/protocolVersion": "2026-07-28"]]), -32602
        ),
        (
          MCPWire.message(
            "tools/list",
            [
              "_meta": [
                "io.modelcontextprotocol/protocolVersion": "2031-01-01",
                "io.modelcontextprotocol/clientCapabilities": .object(JSONObject()),
              ]
            ]), -32022
        ),
      ] {
        await pipes.say(line)
        #expect(await pipes.heard()["error"]?["code"]?.int == code, "\(line)")
      }
      await pipes.say("\n  \n")
      await pipes.say(MCPWire.modernMessage("tools/list", id: "after"))
      #expect(await pipes.heard()["id"] == "after")
    }
  }

  @Test("goes on answering while a call runs, and cancels it by its id without a response")
  func concurrency() async throws {
    try await Pipes.with { pipes in
      await pipes.say(
        MCPWire.modernMessage(
          "tools/call",
          ["name": "ollama-create-image", "arguments": ["prompt": "slow pipe"]], id: 9))
      try await MCPWire.until { pipes.studio.calls.count == 1 }
      await pipes.say(MCPWire.modernMessage("tools/list", id: 10))
      #expect(await pipes.heard()["id"] == 10)
      await pipes.say(MCPWire.message("notifications/cancelled", ["requestId": 9], id: nil))
      try await MCPWire.until { pipes.studio.cancelledCalls == 1 }
      await pipes.say(MCPWire.modernMessage("tools/list", id: 11))
      #expect(await pipes.heard()["id"] == 11)
    }
  }

  @Test("tells a legacy client of new pictures")
  func news() async throws {
    try await Pipes.with { pipes in
      await pipes.say(MCPWire.hello("2025-06-18"))
      _ = try await pipes.hear()
      try await MCPWire.until { pipes.studio.listenerCount == 1 }
      await pipes.say(
        MCPWire.message(
          "tools/call", ["name": "ollama-create-image", "arguments": ["prompt": "kite"]], id: 1))
      var heard: [JSONValue] = []
      while heard.count < 2 { heard.append(try await pipes.hear()) }
      #expect(heard.contains { $0["id"] == 1 })
      #expect(heard.contains { $0["method"] == "notifications/resources/list_changed" })
    }
  }

  @Test("takes long lines, and answers what was asked before the input ended")
  func longLines() async throws {
    let pipes = try Pipes()
    let server = Task {
      try await pipes.stdio.run(input: pipes.serverInput, output: pipes.serverOutput)
    }
    let long = String(repeating: "x", count: 3 << 20)
    async let spoken: Void = pipes.say(
      MCPWire.modernMessage("tools/list", ["extra": .string(long)], id: "long"))
    #expect(await pipes.heard()["id"] == "long")
    await spoken
    pipes.closeInput(after: MCPWire.modernMessage("prompts/list", id: "last"))
    #expect(await pipes.heard()["id"] == "last")
    try await server.value
  }

  @Test("ends when nobody reads any more, and when it is cancelled")
  func endings() async throws {
    let deaf = try Pipes()
    let server = Task {
      try await deaf.stdio.run(input: deaf.serverInput, output: deaf.serverOutput)
    }
    deaf.closeOutput()
    await deaf.say(MCPWire.modernMessage("tools/list"))
    try await server.value
    let idle = try Pipes()
    let other = Task {
      try await idle.stdio.run(input: idle.serverInput, output: idle.serverOutput)
    }
    await Task.yield()
    other.cancel()
    try await other.value
  }
}

/// Both ends of a conversation on pipes.
private final class Pipes: Sendable {
  let studio = SketchStudio()
  let stdio: MCPStdio
  let serverInput: Int32
  let serverOutput: Int32
  private let input: LineWriter
  private let inputDescriptor: Int32
  private let outputDescriptor: Int32
  private let output: LineReader

  init() throws {
    var ends: [Int32] = [0, 0, 0, 0]
    try #require(pipe(&ends) == 0)
    var others: [Int32] = [0, 0]
    try #require(pipe(&others) == 0)
    (serverInput, inputDescriptor) = (ends[0], ends[1])
    (outputDescriptor, serverOutput) = (others[0], others[1])
    input = LineWriter(inputDescriptor)
    output = try #require(LineReader(outputDescriptor, longest: 64 << 20))
    stdio = try MCPStdio(
      studio: studio, capabilities: [MCPDocuments.pictures()], options: ServerOptions())
  }

  /// Serves while `work` runs, then ends the input and waits for the server.
  static func with(_ work: (Pipes) async throws -> Void) async throws {
    let pipes = try Pipes()
    let server = Task {
      try await pipes.stdio.run(input: pipes.serverInput, output: pipes.serverOutput)
    }
    try await work(pipes)
    close(pipes.inputDescriptor)
    try await server.value
  }

  func say(_ line: String) async { _ = await input.write(line) }

  /// The next line, which must be JSON.
  func hear() async throws -> JSONValue {
    guard case .line(let bytes)? = await output.next() else { throw CancellationError() }
    return try JSONValue(parsing: bytes)
  }

  /// The same, for expectations: null when nothing comes.
  func heard() async -> JSONValue { (try? await hear()) ?? .null }

  func closeInput(after line: String) {
    // Without a line end, too.
    _ = line.withCString { write(inputDescriptor, $0, strlen($0)) }
    close(inputDescriptor)
  }

  func closeOutput() { close(outputDescriptor) }
}
