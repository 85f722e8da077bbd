/// A grid of cells that views draw into.
///
/// Every stored wide character keeps both of its halves: writing over one of them blanks the other,
/// and a wide character that does not fit at the right edge becomes a blank. Drawing outside the
/// grid is ignored, so views need not clip.
public struct CellBuffer: Sendable, Equatable {
  /// Rows and columns; fixed.
  public let size: GridSize
  var cells: [Cell]
  /// The pictures that cells of the grid belong to.
  var pictures: [FittedPicture] = []

  /// A grid of blanks in one style.
  public init(size: GridSize, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: .blank(style: style), count: size.rows * size.columns)
  }

  /// The whole grid as a rectangle at row 0, column 0.
  public var bounds: Rect { Rect(origin: Point(row: 0, column: 0), size: size) }

  /// One cell. Outside the grid reading gives a blank and writing does nothing. Writing the right
  /// half of a wide character is done by writing its left half.
  public subscript(row: Int, column: Int) -> Cell {
    get { index(row, column).map { cells[$0] } ?? .blank }
    set {
      guard let index = index(row, column) else { return }
      put(newValue, at: index, column: column)
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int? {
    guard row >= 0, column >= 0, row < size.rows, column < size.columns else { return nil }
    return row * size.columns + column
  }

  private mutating func put(_ cell: Cell, at index: Int, column: Int) {
    let hasRightNeighbor = column + 1 < size.columns
    switch cell.width {
    case 0:
      let completesLeft = column > 0 && cells[index - 1].width == 2
      if completesLeft { return }
      splitWide(at: index)
      cells[index] = .blank(style: cell.style)
    case 2 where hasRightNeighbor:
      splitWide(at: index)
      splitWide(at: index + 1)
      cells[index] = cell
      cells[index + 1] = .rightHalf(style: cell.style)
    case 2:
      splitWide(at: index)
      cells[index] = .blank(style: cell.style)
    default:
      if cells[index].width != 1 { splitWide(at: index) }
      cells[index] = cell
    }
  }

  /// Puts ASCII into a row of the grid, from a column of it on; there is room for it.
  mutating func put(ascii bytes: Substring.UTF8View, at point: Point, style: Style) {
    var index = point.row * size.columns + point.column
    for byte in bytes {
      if cells[index].width != 1 { splitWide(at: index) }
      cells[index] = Cell(Unicode.Scalar(byte), width: 1, style: style)
      index += 1
    }
  }

  /// Blanks the other half of a wide character that has one half at `index`.
  private mutating func splitWide(at index: Int) {
    switch cells[index].width {
    case 2: cells[index + 1] = .blank(style: cells[index].style)
    case 0: cells[index - 1] = .blank(style: cells[index].style)
    default: break
    }
  }

  /// Changes the style of every character that begins in the rectangle; a wide one keeps both
  /// halves alike.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    for row in area.row..<area.maxRow {
      for column in area.column..<area.maxColumn {
        let index = row * size.columns + column
        guard cells[index].width > 0 else { continue }
        change(&cells[index].style)
        if cells[index].width == 2 { cells[index + 1].style = cells[index].style }
      }
    }
  }
}
