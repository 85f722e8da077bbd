import ArgumentParser
import StudioCore
import StudioServer
import StudioService
import TerminalScreen

/// `easel serve`: the REST and MCP doors, until it is stopped.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Open the studio to other programs, over REST and MCP.",
    discussion: """
      Prints one line of JSON with the addresses when it is ready. SIGTERM and Ctrl-C let what is \
      in flight finish (--grace); a second one stops it, and the records tell what that leaves.

      Without EASEL_TOKEN only programs on this machine are let in; with it every caller must \
      send it as a bearer token. No key of a service is ever taken from a caller.
      """)

  @OptionGroup var doors: DoorOptions

  @Option(
    help: ArgumentHelp("The port of REST, instead of the documents' (8080).", valueName: "port"))
  var restPort: Int?

  @Option(
    help: ArgumentHelp("The port of MCP, instead of the documents' (9090).", valueName: "port"))
  var mcpPort: Int?

  @Option(
    help: ArgumentHelp(
      "The address to listen on; any other than loopback needs EASEL_TOKEN.", valueName: "address"))
  var address: String?

  @Option(
    help: ArgumentHelp(
      "A host name by which callers may address this server; repeatable.", valueName: "name"))
  var allowHost: [String] = []

  @Option(
    help: ArgumentHelp(
      "An origin of web pages that may call, such as https://studio.example; repeatable.",
      valueName: "origin"))
  var allowOrigin: [String] = []

  @Option(
    help: ArgumentHelp(
      "When a REST caller hangs up: finish, stop, or by-cost (finish what is billed).",
      valueName: "what"))
  var onHangUp = HangUp.byCost

  @Option(
    help: ArgumentHelp("Seconds for what is in flight when told to stop.", valueName: "seconds"))
  var grace = 80

  @Flag(help: "Say what would be served where, and serve nothing.")
  var dryRun = false

  @Flag(help: "Log no requests.")
  var quiet = false

  enum HangUp: String, ExpressibleByArgument {
    case finish, stop
    case byCost = "by-cost"

    var abandonment: ServiceCall.Abandonment {
      switch self {
      case .finish: .finish
      case .stop: .stop
      case .byCost: .finishIfBilled
      }
    }
  }

  func validate() throws {
    for port in [restPort, mcpPort].compactMap({ $0 }) where !(0...65_535).contains(port) {
      throw ValidationError("A port must be from 0 to 65535.")
    }
    guard (0...86_400).contains(grace) else {
      throw ValidationError("--grace must be from 0 to 86400 seconds.")
    }
  }

  func run() async throws {
    let (studio, capabilities) = try await doors.open()
    let server = try StudioServer(
      studio: studio, capabilities: capabilities, options: serverOptions)
    if dryRun { return try Self.say(server.plan) }
    if !doors.isConfigured { Messages.say(Self.unconfigured) }
    for words in doors.halfSet { Messages.say(DisplayText("easel: \(words)")) }
    let interrupts = Interrupts()
    let settling = Task { await studio.settle() }
    let serving = Task {
      try await server.run { addresses in try? Output.print(json: Self.line(addresses)) }
    }
    let watching = Task { await interrupts.end(serving, then: studio) }
    // One grace for both: what callers wait for, then the jobs that nobody waits for any more.
    let result = await serving.result
    await Drain(studio: studio, grace: interrupts.remaining(of: .seconds(grace))).run()
    settling.cancel()
    watching.cancel()
    if case .failure(let error) = result, !(error is CancellationError) { throw error }
  }

  private static let unconfigured = DisplayText(
    "easel: no service is set up: set OLLAMA_HOST, or AZURE_OPENAI_ENDPOINT and its key; "
      + "--demo needs none.")

  private var serverOptions: ServerOptions {
    ServerOptions(
      address: address, restPort: restPort, mcpPort: mcpPort, token: Composition.token,
      allowedHosts: allowHost, allowedOrigins: allowOrigin, abandonment: onHangUp.abandonment,
      finishing: .seconds(grace), version: EaselCommand.configuration.version, log: log)
  }

  private var log: @Sendable (ServerLogLine) -> Void {
    if quiet { return { (_: ServerLogLine) in } }
    let log = RequestLog()
    return { (line: ServerLogLine) in log.write(line) }
  }

  private static func say(_ plan: ServerPlan) throws {
    for port in plan.ports {
      for address in plan.addresses {
        try Output.print(DisplayText("\(port.door) on \(address), port \(port.port)"))
      }
      for offer in port.offers { try Output.print(DisplayText("  \(offer)")) }
    }
  }

  private static func line(_ addresses: [ListeningAddress]) -> JSONValue {
    [
      "version": 1,
      "rest": urls("rest", "", addresses),
      "mcp": urls("mcp", "/mcp", addresses),
    ]
  }

  private static func urls(
    _ door: String, _ path: String, _ addresses: [ListeningAddress]
  ) -> JSONValue {
    .array(addresses.filter { $0.door == door }.map { .string($0.description + path) })
  }
}
