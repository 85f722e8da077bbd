internal import TerminalScreen

/// The prompt's text in a box: wrapped, scrolled so that the cursor is seen.
struct EditorView {
  let editor: TextEditor
  /// Shown while there is no text.
  var placeholder: DisplayText = .empty
  /// The first row shown, as the last drawing left it; `draw` moves it as little as needed.
  var firstRow = 0

  /// Draws the text.
  /// - Returns: Where the terminal's cursor belongs, and the first row shown; keep it for next time.
  @discardableResult
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) -> (
    cursor: Point, firstRow: Int
  ) {
    buffer.fill(rect, style: theme[.editor])
    guard !rect.isEmpty else { return (rect.origin, firstRow) }
    if editor.isEmpty {
      drawPlaceholder(into: &buffer, rect: rect, theme: theme)
      return (rect.origin, 0)
    }
    let layout = editor.layout(columns: EditorView.textColumns(in: rect.columns))
    let cursor = layout.point(of: editor.cursor, in: editor.text)
    let first = ListView.first(
      showing: cursor.row, of: layout.rows.count, in: rect.rows, from: firstRow)
    for (line, row) in layout.rows[first...].prefix(rect.rows).enumerated() {
      buffer.write(
        editor.display(row.start..<row.end),
        at: Point(row: rect.row + line, column: rect.column), style: theme[.editor],
        columns: rect.columns)
    }
    drawScrollMarks(into: &buffer, rect, first: first, count: layout.rows.count, theme: theme)
    let column = min(cursor.column, rect.columns - 1)
    return (Point(row: rect.row + cursor.row - first, column: rect.column + column), first)
  }

  /// The width that the editor should wrap to in a box of this width: one column stays free for the
  /// cursor behind a full row.
  static func textColumns(in columns: Int) -> Int { max(1, columns - 1) }

  private func drawPlaceholder(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    for (line, text) in placeholder.wrapped(columns: rect.columns).prefix(rect.rows).enumerated() {
      buffer.write(
        text, at: Point(row: rect.row + line, column: rect.column),
        style: theme.style(.placeholder, on: .editor), columns: rect.columns)
    }
  }

  /// The free column says where there is more.
  private func drawScrollMarks(
    into buffer: inout CellBuffer, _ rect: Rect, first: Int, count: Int, theme: Theme
  ) {
    guard rect.columns > 1 else { return }
    ScrollMark(first: first, count: count)
      .draw(into: &buffer, rect: rect.splitRight(1).right, theme: theme)
  }
}
