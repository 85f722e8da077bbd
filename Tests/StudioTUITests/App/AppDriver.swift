import FoundationEssentials
import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

/// Runs the whole screen on a screen in memory and a studio of values: press, settle, look at lines.
@MainActor
final class AppDriver {
  let studio: FakeStudio
  let screen: MemoryScreen
  let app: StudioApp
  private let running: Task<ExitReason, Never>
  private var sent = 0
  /// Events that were told before the app listened.
  private let earlier: Int

  init(
    _ contents: FakeStudio.Contents = FakeStudio.Contents(), rows: Int = 34, columns: Int = 110,
    colorDepth: ColorDepth = .truecolor, isUnicode: Bool = true, theme: String? = nil,
    notices: [String] = [], warnings: [String] = [], resume: ResumeRule = .ask,
    prepare: (FakeStudio) -> Void = { _ in }
  ) async {
    studio = FakeStudio(contents)
    prepare(studio)
    earlier = studio.eventCount
    screen = MemoryScreen(
      size: GridSize(rows: rows, columns: columns), colorDepth: colorDepth, isUnicode: isUnicode)
    let options = StudioOptions(
      themes: Themes(files: [RoleLetters.themeFile]), themeName: theme ?? RoleLetters.themeName,
      environment: ["EDITOR": "true"], localTime: .utc, notices: notices, warnings: warnings,
      resume: resume,
      clock: { Samples.now.addingTimeInterval(42) }, requestPrefix: "test")
    let app = StudioApp(studio: studio, screen: screen, options: options)
    self.app = app
    running = Task { await app.run() }
    await settle()
  }

  var state: AppState { app.state }
  var lines: [String] { screen.shown.textLines }

  /// Presses keys, named as in a keymap, and lets the screen come to rest.
  func press(_ chords: String..., times: Int = 1) async {
    for _ in 0..<times {
      for chord in chords {
        screen.press(chord)
        sent += 1
      }
    }
    await settle()
  }

  /// Types a text, one key a character.
  func type(_ text: String) async {
    screen.type(text)
    sent += text.unicodeScalars.count
    await settle()
  }

  func send(_ events: InputEvent...) async {
    for event in events { screen.send(event) }
    sent += events.count
    await settle()
  }

  func resize(rows: Int, columns: Int) async {
    screen.resize(to: GridSize(rows: rows, columns: columns))
    sent += 1
    await settle()
  }

  /// Waits until everything that was sent, told and asked for has been dealt with and shown.
  func settle(sourceLocation: SourceLocation = #_sourceLocation) async {
    for _ in 0..<30_000 {
      if isAtRest {
        // What was posted last may ask for more.
        await Task.yield()
        if isAtRest { return }
      }
      try? await Task.sleep(for: .milliseconds(1))
    }
    Issue.record(
      "the screen does not come to rest:\n\(lines.joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }

  private var isAtRest: Bool {
    if state.exit != nil { return true }
    return studio.hasListener && app.inputsTaken == sent
      && app.studioEventsTaken == studio.eventCount - earlier && app.isAtRest
  }

  /// Counts events that were sent to the screen directly.
  func note(sent count: Int) { sent += count }

  /// Whether a text stands anywhere on the screen.
  func shows(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// How the app ended.
  func end() async -> ExitReason { await running.value }

  /// Leaves the app whatever it shows.
  func stop() async {
    screen.send(.hangup)
    _ = await running.value
  }
}
