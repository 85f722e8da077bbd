/// Sequences for what is written past curses.
enum StyleSequence {
  /// Moves the cursor.
  static func move(to point: Point) -> String { "\u{1B}[\(point.row + 1);\(point.column + 1)H" }

  /// Sets a background colour and no attributes; the colour must be one that the terminal shows.
  static func background(_ color: Color) -> String {
    switch color {
    case .terminal: "\u{1B}[m"
    case .palette(let number) where number < 8: "\u{1B}[0;4\(number)m"
    case .palette(let number): "\u{1B}[0;48;5;\(number)m"
    case .rgb(let red, let green, let blue): "\u{1B}[0;48;2;\(red);\(green);\(blue)m"
    }
  }

  /// Spaces all over a rectangle: the one way to remove pixels that works in every terminal, as
  /// erasing to the end of a line or screen leaves them in some.
  static func blanks(_ rect: Rect, background color: Color) -> [UInt8] {
    let spaces = String(repeating: " ", count: rect.columns)
    let rows = (rect.row..<rect.maxRow).map { row in
      move(to: Point(row: row, column: rect.column)) + spaces
    }
    return Array((background(color) + rows.joined()).utf8)
  }

  /// A sequence, or several, after which the cursor and the colours are as they were before.
  static func apart(_ bytes: [UInt8]) -> [UInt8] {
    bytes.isEmpty ? [] : [0x1B, UInt8(ascii: "7")] + bytes + [0x1B, UInt8(ascii: "8")]
  }
}
