internal import TerminalScreen

/// A line of text being edited, scrolled sideways so that the cursor is seen.
struct LineFieldView {
  let field: LineField
  /// Shown while there is no text.
  var placeholder: DisplayText = .empty
  /// The text's role.
  var role: Role = .editor

  /// Draws the first row of `rect`.
  /// - Returns: Where the terminal's cursor belongs.
  @discardableResult
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) -> Point {
    let line = rect.splitTop(1).top
    buffer.fill(line, style: theme[role])
    guard !line.isEmpty else { return line.origin }
    if field.isEmpty {
      buffer.write(
        placeholder, at: line.origin, style: theme.style(.placeholder, on: role),
        columns: line.columns, truncation: .ellipsis)
      return line.origin
    }
    let (text, begin) = visibleText(columns: line.columns)
    buffer.write(text, at: line.origin, style: theme[role], columns: line.columns)
    let column = min(max(0, field.cursorColumn - begin), line.columns - 1)
    return Point(row: line.row, column: line.column + column)
  }

  /// The text from the first character that leaves the cursor inside.
  private func visibleText(columns: Int) -> (DisplayText, Int) {
    let least = field.cursorColumn - columns + 1
    guard least > 0 else { return field.display(fromColumn: 0) }
    let shown = field.display(fromColumn: least)
    // A wide character that begins left of the edge would push the cursor out.
    return shown.column < least ? field.display(fromColumn: least + 1) : shown
  }
}
