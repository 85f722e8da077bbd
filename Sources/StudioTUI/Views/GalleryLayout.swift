import TerminalScreen

/// Where the parts of the gallery are: the filter, cells in rows and columns, and a line about the
/// selected one.
struct GalleryLayout: Sendable, Equatable {
  /// About what a cell measures: a picture of eight rows, a line around it for the selected one, its
  /// title in the lower one.
  private static let cell = GridSize(rows: 10, columns: 21)

  let filter: Rect
  let facts: Rect
  let grid: Rect
  /// How many cells there are.
  let rows: Int
  let columns: Int

  init(_ body: Rect) {
    let inside = body.inset(rows: 0, columns: 1)
    let (top, rest) = inside.splitTop(1)
    let (bottom, middle) = rest.splitBottom(rest.rows >= 8 ? 1 : 0)
    (filter, facts, grid) = (top, bottom, middle)
    rows = max(1, middle.rows / Self.cell.rows)
    columns = max(1, middle.columns / Self.cell.columns)
  }

  var count: Int { rows * columns }

  /// The place of a cell, its lines included; numbers go from left to right, then down.
  func place(_ number: Int) -> Rect {
    let (row, column) = (number / columns, number % columns)
    let (height, width) = (grid.rows / rows, grid.columns / columns)
    return Rect(
      row: grid.row + row * height, column: grid.column + column * width, rows: height,
      columns: width)
  }

  /// The place of its picture.
  func picture(_ number: Int) -> Rect { place(number).inset(rows: 1, columns: 1) }

  /// The cell at a point.
  func number(at point: Point) -> Int? {
    (0..<count).first { place($0).contains(point) }
  }
}
