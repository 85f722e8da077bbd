public import CapabilitySpecs
import Glibc
public import StudioCore

/// The protocol on a pair of pipes: one JSON object a line, and nothing else.
public struct MCPStdio: Sendable {
  private static let longestLine = 64 << 20

  private let core: MCPCore

  /// - Throws: `bad-configuration` when two documents expose tools of one name.
  public init(
    studio: any Studio & ServiceCalls, capabilities: [Capability], options: ServerOptions
  ) throws(StudioError) {
    core = MCPCore(
      studio: studio, tools: try ExposedTool.all(of: capabilities), options: options)
  }

  init(core: MCPCore) { self.core = core }

  /// Serves until the input ends, the output breaks or its task is cancelled. What runs then goes on:
  /// `Studio.drain` waits for it. From then on the process ignores SIGPIPE.
  ///
  /// - Throws: `input-output` when the system has no descriptors left.
  public func run(input: Int32 = 0, output: Int32 = 1) async throws(StudioError) {
    signal(SIGPIPE, SIG_IGN)
    guard let reader = LineReader(input, longest: Self.longestLine) else {
      throw StudioError(.inputOutput, "No more files can be opened.")
    }
    let writer = LineWriter(output)
    let conversation = StdioConversation(core: core) { message in
      let isWritten = await writer.write(message.json)
      if !isWritten { reader.stop() }
      return isWritten
    }
    await withTaskCancellationHandler {
      while let line = await reader.next() { await Self.take(line, conversation) }
    } onCancel: {
      reader.stop()
    }
    await conversation.end()
  }

  private static func take(_ line: LineReader.Line, _ conversation: StdioConversation) async {
    switch line {
    case .line(let bytes):
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      await conversation.receive(MCPMessage(reading: bytes))
    case .tooLong:
      await conversation.receive(
        .invalid(nil, .invalidRequest("The message is longer than \(longestLine) bytes.")))
    }
  }
}
