import ArgumentParser
import Glibc
import StudioCore
import StudioServer
import StudioService

/// `easel mcp`: the tools on stdin and stdout, for clients that start their servers themselves.
struct MCPCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mcp",
    abstract: "Serve the tools over MCP on stdin and stdout.",
    discussion: """
      For the configuration of an MCP client: the command is `easel`, the argument `mcp`. Ends \
      when its input does; what is in flight then is finished first.
      """)

  @OptionGroup var doors: DoorOptions

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let (studio, capabilities) = try await doors.open()
    let settling = Task { await studio.settle() }
    let server = try MCPStdio(
      studio: studio, capabilities: capabilities,
      options: ServerOptions(
        abandonment: .stop, version: EaselCommand.configuration.version))
    try await server.run(input: STDIN_FILENO, output: STDOUT_FILENO)
    await studio.drain()
    settling.cancel()
  }
}
