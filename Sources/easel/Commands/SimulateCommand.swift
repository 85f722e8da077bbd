import ArgumentParser
import FoundationEssentials
import Glibc
import ProviderSimulator
import StudioCore

/// `easel simulate`: both services' protocols on loopback, until it is stopped.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Serve both services' protocols on loopback, painting instead of generating.",
    discussion: """
      Prints one line of JSON with the addresses when it is ready. GET on the ledger's address \
      tells what the services would have billed.

      \(FaultScript.manual)
      """)

  @Option(help: "First of three ports; 0 takes free ones.")
  var port = 0

  @Option(help: ArgumentHelp("The version that Ollama reports.", valueName: "version"))
  var ollamaVersion: String?

  @Option(help: ArgumentHelp("A JSON file with what goes wrong.", valueName: "file"))
  var script: String?

  @Option(
    help: ArgumentHelp("instant, demo, or seconds a picture.", valueName: "pace"),
    transform: Self.pace)
  var pace = Pace.demo

  func validate() throws {
    guard (0...65_533).contains(port) else {
      throw ValidationError("--port must be from 0 to 65533.")
    }
  }

  func run() async throws {
    var options = SimulatorOptions(port: port, pace: pace)
    if let ollamaVersion { options.ollamaVersion = ollamaVersion }
    if let script { options.script = try Self.read(script) }
    let interrupts = Interrupts()
    let simulator = ProviderSimulator(options: options)
    try Output.print(json: Self.line(try await start(simulator)))
    for await _ in interrupts.signals { break }
    await simulator.stop()
  }

  private func start(_ simulator: ProviderSimulator) async throws(StudioError) -> SimulatorAddresses
  {
    do { return try await simulator.start() } catch {
      throw StudioError(
        .cannotCreate,
        port == 0
          ? "No port can be opened on 127.0.0.1."
          : "The ports \(port) to \(port + 2) cannot be opened on 127.0.0.1.",
        hint: "Is another program listening there? --port 0 takes free ones.")
    }
  }

  private static func pace(_ argument: String) throws -> Pace {
    switch argument {
    case "instant": return .instant
    case "demo": return .demo
    default:
      guard let seconds = Double(argument), (0...3600).contains(seconds) else {
        throw ValidationError("It is instant, demo, or a number of seconds up to 3600.")
      }
      return .seconds(seconds)
    }
  }

  private static func line(_ addresses: SimulatorAddresses) -> JSONValue {
    [
      "version": .number(addresses.version),
      "ollama": .string(addresses.ollama),
      "azure": .string(addresses.azure),
      "ledger": .string(addresses.ledger),
    ]
  }

  private static func read(_ path: String) throws(StudioError) -> FaultScript {
    guard access(path, F_OK) == 0 else {
      throw StudioError(.notFound, "There is no script \(path).")
    }
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw StudioError(.inputOutput, "The script \(path) cannot be read.")
    }
    do { return try FaultScript(json: data) } catch {
      throw StudioError(
        .badConfiguration,
        "The script \(path) is not understood: \(error.place.isEmpty ? "it" : error.place) "
          + "\(error.reason).",
        hint: "`easel simulate --help` shows the format, with an example.")
    }
  }
}
