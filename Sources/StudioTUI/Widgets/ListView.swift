internal import TerminalScreen

/// Rows, one of them selected, in a window over a list of any length.
struct ListView {
  /// How many rows the list has.
  let count: Int
  /// The selected row.
  let selected: Int
  /// The first row shown.
  let first: Int
  /// Whether the keyboard is here.
  let isFocused: Bool
  /// Draws one row into a rectangle that is one row high; called for the rows seen only. The
  /// selection is laid over it afterwards.
  let drawRow: (_ index: Int, _ buffer: inout CellBuffer, _ rect: Rect) -> Void

  /// Draws the rows, and a mark at the right edge when there are more than fit.
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    for index in max(0, first)..<max(0, min(first + rect.rows, count)) {
      let line = Rect(
        row: rect.row + index - first, column: rect.column, rows: 1, columns: rect.columns)
      drawRow(index, &buffer, line)
      if index == selected { select(line, in: &buffer, theme: theme) }
    }
    ScrollMark(first: first, count: count)
      .draw(into: &buffer, rect: rect.splitRight(1).right, theme: theme)
  }

  /// The first row to show so that `selected` is seen, moved from `first` as little as possible; no
  /// room is left empty below while rows are hidden above.
  static func first(showing selected: Int, of count: Int, in rows: Int, from first: Int) -> Int {
    let highest = max(0, min(first, selected))
    let lowest = max(highest, selected - max(1, rows) + 1)
    return max(0, min(lowest, count - max(1, rows)))
  }

  /// The selection's colours take the place of the row's own, which might not be readable on it.
  private func select(_ line: Rect, in buffer: inout CellBuffer, theme: Theme) {
    let selection = theme[isFocused ? .selection : .selectionDim]
    buffer.restyle(line) { style in
      style.foreground = selection.foreground
      style.background = selection.background
      style.attributes.formUnion(selection.attributes)
    }
  }
}
