internal import TerminalScreen

/// Shows which part of a long list is seen: a short bar in a column that is otherwise left alone.
/// Draws nothing when everything is seen.
struct ScrollMark {
  /// The first row seen.
  let first: Int
  /// All rows.
  let count: Int

  /// Draws into the first column of `rect`, whose height is the window's.
  func draw(into buffer: inout CellBuffer, rect: Rect, theme: Theme) {
    guard count > rect.rows, rect.rows > 1, rect.columns > 0 else { return }
    let length = max(1, rect.rows * rect.rows / count)
    let room = rect.rows - length
    let hidden = count - rect.rows
    // The bar touches an end only when the list's end is seen.
    let isBetween = first > 0 && first < hidden && room > 1
    let exact = (first * room + hidden / 2) / hidden
    let start = isBetween ? min(max(1, exact), room - 1) : exact
    for row in rect.row + start..<rect.row + start + length {
      let background = buffer[row, rect.column].style.background
      var style = theme[.scrollMark]
      style.background = background
      buffer[row, rect.column] = Cell("▐", width: 1, style: style)
    }
  }
}
