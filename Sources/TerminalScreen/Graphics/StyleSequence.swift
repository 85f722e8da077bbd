/// Sequences for what is written past curses.
enum StyleSequence {
  /// Moves the cursor.
  static func move(to point: Point) -> String { "\u{1B}[\(point.row + 1);\(point.column + 1)H" }

  /// Sets a background colour and no attributes; the colour must be one that the terminal shows.
  static func background(_ color: Color) -> String { style(Style(background: color)) }

  /// Sets both colours, which must be ones that the terminal shows, and the attributes.
  static func style(_ style: Style) -> String {
    let attributes = codes.filter { style.attributes.contains($0.attribute) }.map(\.code)
    let colors = [parameter(style.foreground, base: 30), parameter(style.background, base: 40)]
    let parameters = attributes + colors.compactMap(\.self)
    return parameters.isEmpty ? "\u{1B}[m" : "\u{1B}[0;\(parameters.joined(separator: ";"))m"
  }

  private static let codes: [(attribute: Attributes, code: String)] = [
    (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
  ]

  private static func parameter(_ color: Color, base: Int) -> String? {
    switch color {
    case .terminal: nil
    case .palette(let number) where number < 8: "\(base + Int(number))"
    case .palette(let number): "\(base + 8);5;\(number)"
    case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
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
