/// The characters a frame is drawn with.
public enum FrameCharacters: Sendable {
  /// Box-drawing lines; for Unicode terminals.
  case lines
  /// Box-drawing lines with round corners; for Unicode terminals.
  case rounded
  /// `+`, `-`, `|`.
  case ascii

  /// Top left, top right, bottom left, bottom right, horizontal, vertical.
  fileprivate var scalars: [Unicode.Scalar] {
    switch self {
    case .lines: ["┌", "┐", "└", "┘", "─", "│"]
    case .rounded: ["╭", "╮", "╰", "╯", "─", "│"]
    case .ascii: ["+", "+", "+", "+", "-", "|"]
    }
  }
}

extension CellBuffer {
  /// Draws a frame along the inside edge of a rectangle, with a title in its top line, cut with an
  /// ellipsis when too long. Rectangles smaller than 2×2 are left alone; the inside is not touched.
  public mutating func frame(
    _ rect: Rect, style: Style, title: DisplayText = .empty, titleStyle: Style? = nil,
    characters: FrameCharacters = .lines
  ) {
    guard rect.rows >= 2, rect.columns >= 2 else { return }
    let scalars = characters.scalars
    let (bottom, right) = (rect.maxRow - 1, rect.maxColumn - 1)
    for column in rect.column + 1..<right {
      set(rect.row, column, scalars[4], style)
      set(bottom, column, scalars[4], style)
    }
    for row in rect.row + 1..<bottom {
      set(row, rect.column, scalars[5], style)
      set(row, right, scalars[5], style)
    }
    set(rect.row, rect.column, scalars[0], style)
    set(rect.row, right, scalars[1], style)
    set(bottom, rect.column, scalars[2], style)
    set(bottom, right, scalars[3], style)
    writeTitle(title, in: rect, style: titleStyle ?? style)
  }

  private mutating func set(_ row: Int, _ column: Int, _ scalar: Unicode.Scalar, _ style: Style) {
    self[row, column] = Cell(scalar, width: 1, style: style)
  }

  private mutating func writeTitle(_ title: DisplayText, in rect: Rect, style: Style) {
    let room = rect.columns - 4
    guard !title.isEmpty, room > 0 else { return }
    let start = Point(row: rect.row, column: rect.column + 2)
    let used = write(title, at: start, style: style, columns: room, truncation: .ellipsis)
    set(rect.row, start.column - 1, " ", style)
    set(rect.row, start.column + used, " ", style)
  }
}
