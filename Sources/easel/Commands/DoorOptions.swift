import ArgumentParser
import CapabilitySpecs
import StudioCore
import StudioServer
import StudioService
import TerminalScreen

/// What `serve` and `mcp` share: which capabilities are served, by which studio.
struct DoorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A capability document to serve besides those built in and configured; repeatable.",
      valueName: "file"))
  var capability: [String] = []

  @Flag(help: "Serve the demo: both services' protocols, painted on this machine.")
  var demo = false

  @Option(
    help: ArgumentHelp(
      "Refuse calls once this much is spent in a day, in US dollars; EASEL_DAILY_LIMIT.",
      valueName: "amount"))
  var dailyLimit: Double?

  @OptionGroup var store: StoreOptions

  func validate() throws {
    if let dailyLimit, !(dailyLimit >= 0 && dailyLimit.isFinite) {
      throw ValidationError("--daily-limit must be an amount such as 2.50.")
    }
  }

  /// The studio behind the doors, and the documents that they are opened by.
  func open() async throws -> (studio: LocalStudio, capabilities: [Capability]) {
    var composition = Composition(store: store.store)
    if demo { composition = Composition(store: store.store, changing: try await Self.demo()) }
    let capabilities = try documents(in: composition.directories)
    composition.options.capabilities = capabilities
    composition.options.isDemo = demo
    composition.options.dailySpendingLimit = try limit(composition)
    // Whoever submits through a door asks there what became of it.
    composition.options.callerWaits = true
    return (try composition.studio(), capabilities)
  }

  /// False where nobody has said which services there are.
  var isConfigured: Bool {
    let composition = Composition(store: store.store)
    let variables = ["OLLAMA_HOST", "AZURE_OPENAI_ENDPOINT"]
    return demo || !capability.isEmpty
      || variables.contains { composition.variable($0) != nil }
  }

  /// What is missing of services of which only a part is set.
  var halfSet: [String] { demo ? [] : Composition(store: store.store).options.halfSet }

  private func documents(in directories: Directories) throws(StudioError) -> [Capability] {
    do throws(CapabilityError) {
      return try CapabilityCatalog.documents(
        folder: "\(directories.configuration)/capabilities", paths: capability
      ).map(\.capability)
    } catch {
      for finding in error.diagnostics { Messages.say(DisplayText(finding.description)) }
      throw StudioError(
        .badConfiguration, "A capability document cannot be used.",
        hint: "`easel capability validate FILE` explains each finding.")
    }
  }

  private func limit(_ composition: Composition) throws(StudioError) -> Double? {
    if let dailyLimit { return dailyLimit }
    guard let text = composition.variable("EASEL_DAILY_LIMIT") else { return nil }
    guard let amount = Double(text), amount >= 0, amount.isFinite else {
      throw StudioError(
        .badConfiguration, "EASEL_DAILY_LIMIT is no amount of money.",
        hint: "Set it to US dollars, such as 2.50, or unset it.")
    }
    return amount
  }

  /// Variables that let every service be the simulated one.
  private static func demo() async throws -> [String: String?] {
    let addresses = try await Composition.startDemo()
    return [
      "OLLAMA_HOST": addresses.ollama, "OLLAMA_API_KEY": nil,
      "AZURE_OPENAI_ENDPOINT": addresses.azure, "AZURE_OPENAI_DEPLOYMENT": "gpt-image-2",
      "MICROSOFT_AZURE_OPENAI_API_KEY": "demo", "AZURE_OPENAI_AD_TOKEN": nil,
    ]
  }
}
