import StudioCore
import TerminalScreen

/// The few characters that are signs. All of them are one column wide everywhere; on a terminal
/// without Unicode each has an ASCII stand-in, which is put in after drawing.
enum Glyphs {
  static let running = "●"
  static let waiting = "○"
  static let saved = "✓"
  static let failed = "✗"
  static let unknown = "?"
  static let cancelled = "–"

  private static let ascii: [Unicode.Scalar: Unicode.Scalar] = [
    "●": "*", "○": "o", "✓": "+", "✗": "x", "–": "-", "—": "-", "·": "-", "›": ">", "…": "~",
    "×": "x",
    "“": "\"", "”": "\"", "’": "'", "⏎": " ", "▸": ">", "◂": "<", "★": "*", "─": "-", "│": "|",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
    "█": "#", "▌": "#", "░": ".", "▐": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "━": "=",
    "╸": "=",
    "┃": "|", "\u{FFFD}": "?",
  ]

  /// Puts the stand-ins in the place of signs. Other characters are left to the screen.
  static func useASCII(in buffer: inout CellBuffer) {
    for row in 0..<buffer.size.rows {
      for column in 0..<buffer.size.columns {
        let cell = buffer[row, column]
        guard let stand = ascii[cell.base] else { continue }
        buffer[row, column] = Cell(stand, width: 1, style: cell.style)
      }
    }
  }
}

extension Generation.State {
  var glyph: String {
    switch self {
    case .draft, .waiting: Glyphs.waiting
    case .sending, .sent, .receiving, .saving: Glyphs.running
    case .saved: Glyphs.saved
    case .failed: Glyphs.failed
    case .unknown: Glyphs.unknown
    case .cancelled: Glyphs.cancelled
    }
  }

  var role: Role {
    switch self {
    case .draft, .waiting: .waiting
    case .sending, .sent, .receiving, .saving: .running
    case .saved: .success
    case .failed: .failure
    case .unknown: .unknown
    case .cancelled: .cancelled
    }
  }

  /// The phase as people read it.
  var phase: String {
    switch self {
    case .sending: "connecting"
    case .sent: "sent, waiting"
    default: rawValue
    }
  }
}
