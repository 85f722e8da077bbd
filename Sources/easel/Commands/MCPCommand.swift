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

  @Option(help: ArgumentHelp("Seconds for what is in flight at the end.", valueName: "seconds"))
  var grace = 80

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let interrupts = Interrupts()
    let (studio, capabilities) = try await doors.open()
    let settling = Task { await studio.settle() }
    let server = try MCPStdio(
      studio: studio, capabilities: capabilities,
      options: ServerOptions(
        abandonment: .stop, finishing: .seconds(grace),
        version: EaselCommand.configuration.version))
    let serving = Task { try await server.run(input: STDIN_FILENO, output: STDOUT_FILENO) }
    let watching = Task { await interrupts.end(serving, then: studio) }
    let result = await serving.result
    await Drain(studio: studio, grace: .seconds(grace)).run()
    settling.cancel()
    watching.cancel()
    if case .failure(let error) = result, !(error is CancellationError) { throw error }
  }
}
