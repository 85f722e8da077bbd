import ArgumentParser

/// `easel screen`: the studio on the whole screen, with options.
struct ScreenCommand: AsyncParsableCommand, ForkingCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Open the studio on the whole screen (the default).")

  @Option(help: ArgumentHelp("Begin with this theme; see `easel themes`.", valueName: "name"))
  var theme: String?

  @Flag(help: "Offer only the demo, which paints on this machine and costs nothing.")
  var demo = false

  @OptionGroup var store: StoreOptions

  func fork() throws { try session.prepare() }

  func run() async throws { try await session.run() }

  private var session: ScreenSession {
    ScreenSession(theme: theme, isDemo: demo, store: store.store)
  }
}
