/// A position in a grid of cells, counted from zero at the top left.
public struct Point: Hashable, Sendable {
  /// Rows down from the top.
  public var row: Int
  /// Columns right from the left edge.
  public var column: Int

  /// A position; nothing is checked, so a point may lie outside every grid.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// The size of a grid of cells; never negative.
public struct GridSize: Hashable, Sendable {
  /// The number of rows, at least 0.
  public var rows: Int { didSet { rows = max(0, rows) } }
  /// The number of columns, at least 0.
  public var columns: Int { didSet { columns = max(0, columns) } }

  /// A size; negative numbers count as 0.
  public init(rows: Int, columns: Int) {
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }
}

/// A rectangle of cells; its size is never negative, its origin may lie anywhere.
public struct Rect: Hashable, Sendable {
  /// The first row.
  public var row: Int
  /// The first column.
  public var column: Int
  /// The number of rows, at least 0.
  public var rows: Int { didSet { rows = max(0, rows) } }
  /// The number of columns, at least 0.
  public var columns: Int { didSet { columns = max(0, columns) } }

  /// A rectangle; negative sizes count as 0.
  public init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  /// A rectangle of this size at this place.
  public init(origin: Point, size: GridSize) {
    self.init(row: origin.row, column: origin.column, rows: size.rows, columns: size.columns)
  }

  /// The top left cell.
  public var origin: Point { Point(row: row, column: column) }
  /// Rows and columns.
  public var size: GridSize { GridSize(rows: rows, columns: columns) }
  /// The row below the last one.
  public var maxRow: Int { row + rows }
  /// The column after the last one.
  public var maxColumn: Int { column + columns }
  /// Whether it holds no cell at all.
  public var isEmpty: Bool { rows == 0 || columns == 0 }

  /// Whether the cell at this point belongs to the rectangle.
  public func contains(_ point: Point) -> Bool {
    point.row >= row && point.row < maxRow && point.column >= column && point.column < maxColumn
  }

  /// The rectangle with a margin taken off every side; a margin too big leaves an empty one inside.
  public func inset(rows margin: Int, columns sideMargin: Int) -> Rect {
    Rect(
      row: row + min(margin, rows / 2), column: column + min(sideMargin, columns / 2),
      rows: rows - 2 * margin, columns: columns - 2 * sideMargin)
  }

  /// The cells that both rectangles hold; empty when they do not meet.
  public func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top, column: left, rows: min(maxRow, other.maxRow) - top,
      columns: min(maxColumn, other.maxColumn) - left)
  }

  /// The rectangle moved by so many cells.
  public func moved(rows: Int, columns: Int) -> Rect {
    Rect(row: row + rows, column: column + columns, rows: self.rows, columns: self.columns)
  }

  /// A rectangle of this size in the middle of this one, cut to fit.
  public func centered(_ size: GridSize) -> Rect {
    let height = min(size.rows, rows)
    let width = min(size.columns, columns)
    return Rect(
      row: row + (rows - height) / 2, column: column + (columns - width) / 2,
      rows: height, columns: width)
  }
}

extension Rect {
  /// The first `count` rows, and the rest; `count` is cut to what there is.
  public func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
    let taken = clamp(count, to: rows)
    return (
      Rect(row: row, column: column, rows: taken, columns: columns),
      Rect(row: row + taken, column: column, rows: rows - taken, columns: columns)
    )
  }

  /// The last `count` rows, and the rest above them.
  public func splitBottom(_ count: Int) -> (bottom: Rect, rest: Rect) {
    let (rest, bottom) = splitTop(rows - clamp(count, to: rows))
    return (bottom, rest)
  }

  /// The first `count` columns, and the rest.
  public func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
    let taken = clamp(count, to: columns)
    return (
      Rect(row: row, column: column, rows: rows, columns: taken),
      Rect(row: row, column: column + taken, rows: rows, columns: columns - taken)
    )
  }

  /// The last `count` columns, and the rest left of them.
  public func splitRight(_ count: Int) -> (right: Rect, rest: Rect) {
    let (rest, right) = splitLeft(columns - clamp(count, to: columns))
    return (right, rest)
  }

  private func clamp(_ count: Int, to limit: Int) -> Int { min(max(0, count), limit) }
}
