import Glibc
import TerminalScreen

/// Rows of columns for people: as wide as they need to be, the last one cut to the terminal's width.
struct Table {
  private var rows: [[DisplayText]] = []

  /// Adds a row; the cells are text of the outside.
  mutating func add(_ cells: [String]) { rows.append(cells.map { DisplayText($0) }) }

  var isEmpty: Bool { rows.isEmpty }

  /// The lines, without spaces at their ends.
  /// - Parameter width: Columns of the terminal; nil cuts nothing.
  func lines(width: Int?) -> [DisplayText] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = DisplayText.empty
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        let padding = isLast ? 0 : widths[column] - cell.columns + 2
        line = line + cell + DisplayText(String(repeating: " ", count: padding))
      }
      return width.map { line.truncated(columns: $0) } ?? line
    }
  }

  /// Prints to stdout, cut only where it is a terminal.
  func print() throws {
    for line in lines(width: Table.terminalWidth(STDOUT_FILENO)) { try Output.print(line) }
  }

  /// Columns of the terminal that a descriptor is; nil if it is none.
  static func terminalWidth(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
