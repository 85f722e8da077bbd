import ArgumentParser
import Glibc
import StudioCore
import StudioService
import StudioTUI
import TerminalScreen

import class FoundationEssentials.FileManager

/// The studio on the whole screen, from the terminal's state to the shell's prompt.
struct ScreenSession {
  /// Variables that set up a provider.
  private static let providerVariables = ["AZURE_OPENAI_ENDPOINT", "OLLAMA_HOST"]

  private let theme: String?
  private let isDemo: Bool
  private let composition: Composition

  /// - Parameter isDemo: Offers no provider but the demo.
  init(theme: String? = nil, isDemo: Bool = false, store: String? = nil) {
    self.theme = theme
    self.isDemo = isDemo
    var composition = Composition(
      store: store,
      changing: isDemo
        ? Dictionary(uniqueKeysWithValues: Self.providerVariables.map { ($0, nil) }) : [:])
    if isDemo { composition.options.offered = [.demo] }
    self.composition = composition
  }

  /// Looks at the terminal and starts the process that guards it. Must run while there is one thread.
  func prepare() throws {
    try checkTerminal()
    // Without the folder there is no log, and nothing else is lost.
    try? FileManager.default.createDirectory(
      atPath: composition.directories.state, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    _ = Guardian.start(logPath: logPath)
  }

  /// Returns when the person has quit and no job is left.
  @MainActor
  func run() async throws {
    let settings = try composition.settings()
    let options = try studioOptions(settings)
    let screen = try openScreen(screenOptions(settings))
    let studio: LocalStudio
    let reason: ExitReason
    do {
      studio = try openStudio(settings)
      if isDemo { await Self.beginWithDemo(studio) }
      reason = await show(studio, screen, options)
    } catch {
      screen.close()
      throw error
    }
    screen.close()
    Guardian.declareClean()
    try await Self.leave(studio, reason)
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

  private func openStudio(_ settings: Settings) throws(StudioError) -> LocalStudio {
    var composition = composition
    composition.options.resendLimit = settings.retries.value
    composition.options.keepsWaiting = settings.resume.value != .no
    return try composition.studio()
  }

  private func studioOptions(_ settings: Settings) throws -> StudioOptions {
    let files = UserFiles(folder: composition.directories.configuration)
    let themes = try files.themes()
    return StudioOptions(
      themes: themes,
      themeName: try UserFiles.themeName(
        option: theme, variable: composition.variable("EASEL_THEME"), in: themes),
      keymap: try files.keymap(), environment: composition.environment,
      secretVariables: composition.secretVariables, notices: notices,
      warnings: settings.warnings,
      thumbnailFolder: "\(composition.directories.cache)/thumbnails",
      resume: settings.resume.value)
  }

  /// What a newcomer should know: nothing is set up, and that is fine.
  private var notices: [String] {
    guard !isDemo, Self.providerVariables.allSatisfy({ composition.variable($0) == nil }) else {
      return []
    }
    return [
      "The demo paints here: no key, no network, no cost.",
      "Real ones: set OLLAMA_HOST or AZURE_OPENAI_ENDPOINT.",
    ]
  }

  private func screenOptions(_ settings: Settings) -> NcursesScreen.Options {
    var options = NcursesScreen.Options()
    options.graphics = settings.graphics.value
    options.transfer = settings.transfer.value
    return options
  }

  @MainActor
  private func openScreen(_ options: NcursesScreen.Options) throws -> NcursesScreen {
    do { return try NcursesScreen(logPath: logPath, options: options) } catch {
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
  private func show(
    _ studio: LocalStudio, _ screen: NcursesScreen, _ options: StudioOptions
  ) async -> ExitReason {
    let app = StudioApp(studio: studio, screen: screen, options: options)
    if composition.variable("EASEL_TEST_CRASH") == "1" { Task { await Self.trap() } }
    return await app.run()
  }

  /// For the tests of what a crash leaves behind. It is in the release build too, because that is
  /// the one whose crash must leave the terminal as it was.
  private static func trap() async {
    try? await Task.sleep(for: .milliseconds(300))
    preconditionFailure("EASEL_TEST_CRASH is set")
  }

  /// As long as `easel serve` takes, and less than a shutdown waits.
  private static let grace = Duration.seconds(80)

  /// Lets jobs finish without the screen: what has left may have been paid for. A program that was
  /// told to end stays for them, so that whoever told it waits, and not for ever.
  private static func leave(_ studio: LocalStudio, _ reason: ExitReason) async throws {
    let count = await studio.runningHere()
    if case .terminated = reason {
      let jobs = count == 1 ? "1 job ends" : "\(count) jobs end"
      if count > 0 {
        Messages.say(DisplayText("\(jobs) first, within \(grace.components.seconds) s."))
      }
      await Drain(studio: studio, grace: grace).run()
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
    guard count > 0 else { return }
    let jobs = count == 1 ? "1 job goes" : "\(count) jobs go"
    Messages.say(DisplayText("\(jobs) on in the background; `easel jobs` shows them."))
    Guardian.release()
    await studio.drain()
  }
}
