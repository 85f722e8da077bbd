import FoundationEssentials
import Hummingbird

/// Both image services' protocols on loopback, with a procedural painter behind them.
///
/// It is the embedded Demo provider, `easel simulate`, and the peer of the wire tests. It listens
/// on 127.0.0.1 only.
public actor ProviderSimulator {
  private let options: SimulatorOptions
  private let ledgerBook = Ledger()
  private var servers: [SimulatorServer] = []

  /// A simulator that is not running yet.
  public init(options: SimulatorOptions = SimulatorOptions()) { self.options = options }

  /// Starts the two services and the ledger and says where they are.
  ///
  /// - Throws: what binding threw, as when a port is taken; nothing is left running then.
  public func start() async throws -> SimulatorAddresses {
    do {
      return try await bind()
    } catch {
      await stop()
      throw error
    }
  }

  /// Stops serving; open answers are cut off.
  public func stop() async {
    let stopping = servers
    servers = []
    for server in stopping { await server.stop() }
  }

  /// What was accepted, delivered and refused so far.
  public func ledger() async -> LedgerSnapshot { await ledgerBook.snapshot() }

  private func bind() async throws -> SimulatorAddresses {
    let shop = PaintShop(options: options, ledger: ledgerBook)
    let faults = FaultCounter(script: options.script)
    let ollama = OllamaSimulator(version: options.ollamaVersion, shop: shop)
    let azure = AzureSimulator(requiredKey: options.requiredAzureKey, shop: shop)
    let addresses = SimulatorAddresses(
      ollama: try await serve(0, FrontDoor(service: ollama, faults: faults, ledger: ledgerBook)),
      azure: try await serve(1, FrontDoor(service: azure, faults: faults, ledger: ledgerBook)),
      ledger: try await serve(2, LedgerDoor(ledger: ledgerBook)) + "/ledger")
    return addresses
  }

  private func serve(_ offset: Int, _ door: some Door) async throws -> String {
    let first = options.port ?? 0
    let server = try await SimulatorServer(port: first == 0 ? 0 : first + offset) {
      try await door.respond(to: $0)
    }
    servers.append(server)
    return server.address
  }
}
