import TerminalScreen

/// The box that a dialog stands in: in the middle of the body, always at the same place for the
/// same dialog. Only a message of several lines that would lie over its end moves it up.
struct DialogFrame {
  let title: String
  /// Rows and columns wanted inside the lines.
  let size: GridSize
  let theme: Theme

  /// Clears the box, draws its lines, and answers the rectangle inside.
  func draw(into buffer: inout CellBuffer, _ layout: AppLayout) -> Rect {
    var box = layout.body.centered(GridSize(rows: size.rows + 2, columns: size.columns + 4))
    if box.maxRow > layout.free.maxRow {
      let rows = min(box.rows, layout.free.rows)
      box = Rect(
        row: layout.free.maxRow - rows, column: box.column, rows: rows, columns: box.columns)
    }
    // What is left beside the box on a small screen would only disturb.
    if layout.form == .single {
      box = Rect(row: box.row, column: 0, rows: box.rows, columns: layout.body.columns)
    }
    buffer.fill(layout.form == .single ? layout.body : box, style: theme[.dialog])
    buffer.frame(
      box, style: theme[.dialogBorder], title: DisplayText(title), titleStyle: theme[.titleFocused])
    return box.inset(rows: 1, columns: 2)
  }
}

/// A filter line above a list: the palette, the prompt history, the picker.
struct FilterListView {
  let theme: Theme
  let filter: LineField
  let placeholder: DisplayText
  let count: Int
  let selected: Int
  /// Said when no row is left.
  let empty: String

  /// Draws the line and the rows; answers where the cursor belongs, and the place of the rows.
  func draw(
    into buffer: inout CellBuffer, rect: Rect,
    drawRow: @escaping (_ index: Int, _ buffer: inout CellBuffer, _ rect: Rect) -> Void
  ) -> (cursor: Point, list: Rect, first: Int) {
    let (line, below) = rect.splitTop(1)
    StyledLine("/", .accent).draw(into: &buffer, rect: line, theme: theme)
    let cursor = LineFieldView(field: filter, placeholder: placeholder).draw(
      into: &buffer, rect: line.splitLeft(2).rest, theme: theme)
    let list = below.splitTop(below.rows > 6 ? 1 : 0).rest
    let first = AppLayout.firstRow(showing: selected, of: count, in: list.rows)
    if count == 0 {
      buffer.paragraph(empty, in: list, style: theme[.placeholder])
    } else {
      ListView(
        count: count, selected: selected, first: first, isFocused: true, drawRow: drawRow
      ).draw(into: &buffer, rect: list.withMargins, theme: theme)
    }
    return (cursor, list, first)
  }
}
