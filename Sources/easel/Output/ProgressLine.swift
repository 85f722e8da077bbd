import Glibc
import TerminalScreen

/// One line on stderr that is written over and over, while stderr is a terminal that can do that;
/// silent otherwise.
struct ProgressLine {
  private let isShown: Bool
  private let isQuiet: Bool
  private var isDirty = false

  init(isQuiet: Bool) {
    isShown = Messages.isTerminal && InlineTerminal.takesSequences && !isQuiet
    self.isQuiet = isQuiet
  }

  /// Whether anybody sees it.
  var isVisible: Bool { isShown }

  mutating func show(_ text: DisplayText) {
    guard isShown else { return }
    let width = (Table.terminalWidth(STDERR_FILENO) ?? 80) - 1
    write("\r" + text.truncated(columns: width).string + "\u{1B}[K")
    isDirty = true
  }

  /// Says what a log should hold as well: once, on a line of its own, where there is no terminal.
  func note(_ text: DisplayText) {
    if !isShown, !isQuiet { Messages.say(text) }
  }

  /// Leaves the line as it was before. Messages come after it.
  mutating func erase() {
    guard isDirty else { return }
    write("\r\u{1B}[K")
    isDirty = false
  }

  /// `[######····]  64 %`, for a fraction that is known.
  static func bar(_ fraction: Double, columns: Int = 20) -> String {
    let part = min(max(fraction, 0), 1)
    let full = Int((part * Double(columns)).rounded(.down))
    let percent = String(Int((part * 100).rounded(.down)))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: columns - full)
      + "] " + String(repeating: " ", count: 3 - percent.count) + percent + " %"
  }

  private func write(_ text: String) { _ = StandardStream.write(text, to: STDERR_FILENO) }
}
