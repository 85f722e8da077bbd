import ArgumentParser
import Glibc
import StudioCore
import StudioService
import StudioTUI
import TerminalScreen

import class FoundationEssentials.FileManager

/// `easel` alone: the studio on the whole screen.
struct ScreenCommand: AsyncParsableCommand, ForkingCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Open the studio on the whole screen (the default).")

  /// Variables that set up a provider.
  private static let providerVariables = ["AZURE_OPENAI_ENDPOINT", "OLLAMA_HOST"]

  @Option(help: ArgumentHelp("Begin with this theme; see `easel themes`.", valueName: "name"))
  var theme: String?

  @Flag(help: "Offer only the demo, which paints on this machine and costs nothing.")
  var demo = false

  @OptionGroup var store: StoreOptions

  func fork() throws {
    try checkTerminal()
    // Without the folder there is no log, and nothing else is lost.
    try? FileManager.default.createDirectory(
      atPath: composition.directories.state, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    _ = Guardian.start(logPath: logPath)
  }

  @MainActor
  func run() async throws {
    let composition = composition
    let options = try studioOptions(composition)
    let screen = try openScreen()
    let studio: LocalStudio
    let reason: ExitReason
    do {
      studio = try composition.studio()
      if demo { await Self.beginWithDemo(studio) }
      reason = await Self.show(studio, screen, options, composition)
    } catch {
      screen.close()
      throw error
    }
    screen.close()
    Guardian.declareClean()
    try await Self.leave(studio, reason)
  }

  private var composition: Composition {
    Composition(
      store: store.store,
      changing: demo
        ? Dictionary(uniqueKeysWithValues: Self.providerVariables.map { ($0, nil) }) : [:])
  }

  private var logPath: String { "\(composition.directories.state)/log" }

  private func checkTerminal() throws(StudioError) {
    let term = getenv("TERM").map { String(cString: $0) } ?? ""
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, !["", "dumb"].contains(term) else {
      throw StudioError(
        .badUsage, "The screen needs a terminal, and this is none that can show it.",
        hint: "Use `easel generate` to make a picture without one; `easel --help` lists the rest.")
    }
  }

  private func studioOptions(_ composition: Composition) throws -> StudioOptions {
    let files = UserFiles(folder: composition.directories.configuration)
    let themes = try files.themes()
    return StudioOptions(
      themes: themes,
      themeName: try UserFiles.themeName(
        option: theme, variable: composition.variable("EASEL_THEME"), in: themes),
      keymap: try files.keymap(), environment: composition.environment,
      notices: demo ? [] : Self.notices(composition))
  }

  private static func notices(_ composition: Composition) -> [String] {
    guard providerVariables.allSatisfy({ composition.variable($0) == nil }) else { return [] }
    return [
      "Demo: painted here. F1 help. Real ones: set OLLAMA_HOST or AZURE_OPENAI_ENDPOINT."
    ]
  }

  @MainActor
  private func openScreen() throws -> NcursesScreen {
    do { return try NcursesScreen(logPath: logPath) } catch {
      throw StudioError(.badUsage, error.description)
    }
  }

  private static func beginWithDemo(_ studio: LocalStudio) async {
    var draft = await studio.draft()
    guard draft.destination?.provider != .demo else { return }
    draft.destination = await studio.defaultDestination()
    await studio.save(draft)
  }

  @MainActor
  private static func show(
    _ studio: LocalStudio, _ screen: NcursesScreen, _ options: StudioOptions,
    _ composition: Composition
  ) async -> ExitReason {
    let app = StudioApp(studio: studio, screen: screen, options: options)
    // On this actor: it starts when the app waits for the first time, its first frame shown.
    let settling = Task { await studio.settle() }
    defer { settling.cancel() }
    if composition.variable("EASEL_TEST_CRASH") == "1" { Task { await trap() } }
    return await app.run()
  }

  /// For the tests of what a crash leaves behind.
  private static func trap() async {
    try? await Task.sleep(for: .milliseconds(300))
    preconditionFailure("EASEL_TEST_CRASH is set")
  }

  /// Lets jobs finish without the screen; a program that was told to end stops them.
  private static func leave(_ studio: LocalStudio, _ reason: ExitReason) async throws {
    if case .terminated = reason {
      await studio.stop()
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
    let count = await studio.runningHere()
    guard count > 0 else { return }
    let jobs = count == 1 ? "1 job goes" : "\(count) jobs go"
    Messages.say(DisplayText("\(jobs) on in the background; `easel jobs` shows them."))
    Guardian.release()
    await studio.drain()
  }
}
