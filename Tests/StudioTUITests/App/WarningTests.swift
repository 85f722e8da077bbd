import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Warnings of the start", .timeLimit(.minutes(1)))
struct WarningTests {
  private static let setting = "config.yaml:1:1: unknown setting 'retires'"
  private static let remedy = "Run `tmux set` for real pictures, then press Ctrl-L."

  private func studio() -> AppState {
    var options = StudioOptions.test
    options.warnings = [Self.setting]
    return AppState(size: GridSize(rows: 24, columns: 110), options: options)
  }

  private func press(_ chord: String, in state: inout AppState) throws {
    _ = state.update(.input(.key(try #require(KeyChord(parsing: chord)))))
  }

  private func lastLine(_ state: AppState) -> String {
    var buffer = CellBuffer(size: state.size)
    _ = AppView(state: state).draw(into: &buffer)
    return buffer.textLines.last ?? ""
  }

  @Test("are read one after the other, and none hides another")
  func queue() throws {
    var state = studio()
    #expect(lastLine(state).contains(Self.setting))
    _ = state.update(.graphics(.symbols, GraphicsStatus(.symbols, remedy: "tmux set")))
    #expect(lastLine(state).contains("(1 of 2) \(Self.setting)"))
    // What is typed goes on below them.
    try press("x", in: &state)
    #expect(state.desk.editor.text == "x")
    #expect(lastLine(state).contains("(1 of 2) \(Self.setting)"))
    // A message stands in front of the next one, and does not use it up.
    try press("F6", in: &state)
    #expect(lastLine(state).contains("Theme: "))
    try press("F1", in: &state)
    #expect(lastLine(state).contains("(2 of 2) \(Self.remedy)"))
    try press("Esc", in: &state)
    #expect(state.shownMessage == nil)
  }

  @Test("that come alone are not counted")
  func single() throws {
    var state = studio()
    try press("Tab", in: &state)
    _ = state.update(.graphics(.symbols, GraphicsStatus(.symbols, remedy: "tmux set")))
    #expect(lastLine(state).contains(" \(Self.remedy)"))
    #expect(!lastLine(state).contains(" of "))
  }
}
