internal import TerminalScreen

/// Panes one below the other in one frame, sharing the lines between them:
/// `┌ Prompt ─┐`, `├ Settings ─┤`.
struct FrameView {
  /// A pane's title and the rows inside it.
  struct Pane {
    /// In its top line.
    let title: DisplayText
    /// Rows inside, without lines.
    let rows: Int
    /// Whether the keyboard is here.
    var isFocused = false
  }

  /// From top to bottom.
  let panes: [Pane]

  /// Draws lines and titles. The last pane takes the rows that are left; panes that do not fit are
  /// left out.
  /// - Returns: For each pane the rectangle inside it; empty for one left out.
  @discardableResult
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) -> [Rect] {
    let insides = layout(in: rect)
    guard let last = insides.last(where: { !$0.isEmpty }) else { return insides }
    let outline = Rect(
      row: rect.row, column: rect.column, rows: last.maxRow + 1 - rect.row, columns: rect.columns)
    buffer.frame(outline, style: theme[.border])
    for inside in insides.dropFirst() where !inside.isEmpty {
      drawLine(above: inside, into: &buffer, style: theme[.border])
    }
    for (pane, inside) in zip(panes, insides) where !inside.isEmpty {
      if pane.isFocused { emphasize(inside, in: &buffer, theme: theme) }
      drawTitle(of: pane, above: inside, into: &buffer, theme: theme)
    }
    return insides
  }

  /// The rectangles inside the panes, without drawing.
  func layout(in rect: Rect) -> [Rect] {
    var row = rect.row + 1
    return panes.indices.map { index in
      let room = rect.maxRow - 1 - row
      let rows = index == panes.count - 1 ? room : min(panes[index].rows, room)
      guard rows > 0, rect.columns > 2 else {
        return Rect(row: row, column: rect.column + 1, rows: 0, columns: 0)
      }
      defer { row += rows + 1 }
      return Rect(row: row, column: rect.column + 1, rows: rows, columns: rect.columns - 2)
    }
  }

  private func drawLine(above inside: Rect, into buffer: inout CellBuffer, style: Style) {
    let row = inside.row - 1
    buffer[row, inside.column - 1] = Cell("├", width: 1, style: style)
    for column in inside.column..<inside.maxColumn {
      buffer[row, column] = Cell("─", width: 1, style: style)
    }
    buffer[row, inside.maxColumn] = Cell("┤", width: 1, style: style)
  }

  /// The lines around the pane with the keyboard.
  private func emphasize(_ inside: Rect, in buffer: inout CellBuffer, theme: Theme) {
    let (top, bottom) = (inside.row - 1, inside.maxRow)
    let (left, right) = (inside.column - 1, inside.maxColumn)
    let edges = [
      Rect(row: top, column: left, rows: 1, columns: inside.columns + 2),
      Rect(row: bottom, column: left, rows: 1, columns: inside.columns + 2),
      Rect(row: inside.row, column: left, rows: inside.rows, columns: 1),
      Rect(row: inside.row, column: right, rows: inside.rows, columns: 1),
    ]
    for edge in edges { buffer.restyle(edge) { $0 = theme[.borderFocused] } }
  }

  private func drawTitle(
    of pane: Pane, above inside: Rect, into buffer: inout CellBuffer, theme: Theme
  ) {
    let room = inside.columns - 2
    guard !pane.title.isEmpty, room > 0 else { return }
    let style = theme[pane.isFocused ? .titleFocused : .title]
    let row = inside.row - 1
    let used = buffer.write(
      pane.title, at: Point(row: row, column: inside.column + 1), style: style, columns: room,
      truncation: .ellipsis)
    buffer[row, inside.column] = .blank(style: style)
    buffer[row, inside.column + 1 + used] = .blank(style: style)
  }
}
