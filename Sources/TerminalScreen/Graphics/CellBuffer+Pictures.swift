extension CellBuffer {
  /// Puts a picture so that its top left cell lands on `point`; only cells inside `clip` change. What
  /// is drawn later covers it, cell by cell. The colour behind it is that of the cells it is put on.
  ///
  /// The cells say only that the picture belongs there: the screen that the grid is presented on puts
  /// pixels there if it can and has them, symbols otherwise.
  public mutating func place(
    _ picture: FittedPicture, at point: Point, clippedTo clip: Rect? = nil
  ) {
    let number = pictures.count
    pictures.append(picture)
    let area = Rect(origin: point, size: picture.size)
      .intersection(bounds).intersection(clip ?? bounds)
    for row in area.row..<area.maxRow {
      for column in area.column..<area.maxColumn {
        let part = PicturePart(
          picture: number, row: row - point.row, column: column - point.column)
        self[row, column] = Cell(part, behind: self[row, column].style.background)
      }
    }
  }

  /// The grid with symbols in place of its pictures.
  public var asSymbols: CellBuffer {
    replacingParts { part, symbols, style in symbols.symbol(for: part, in: style) }
  }

  /// The grid with other cells in place of its pictures' parts; each is made of the part, the
  /// symbols of its picture, and the style that the part has here.
  func replacingParts(_ cell: (PicturePart, CellBuffer, Style) -> Cell) -> CellBuffer {
    guard !pictures.isEmpty else { return self }
    let symbols = pictures.map(\.symbols)
    var result = self
    result.pictures = []
    for index in cells.indices {
      guard let part = cells[index].part else { continue }
      result.cells[index] = cell(part, symbols[part.picture], cells[index].style)
    }
    return result
  }

  /// In a picture's symbols, the one for a part, over the colour behind it and with the attributes
  /// that were put on it.
  func symbol(for part: PicturePart, in style: Style) -> Cell {
    var cell = self[part.row, part.column]
    if cell.style.background == .terminal, !cell.style.attributes.contains(.reverse) {
      cell.style.background = style.background
    }
    cell.style.attributes.formUnion(style.attributes)
    return cell
  }
}

/// One cell's share of a picture.
struct PicturePart: Hashable {
  /// The number of the picture in its grid's list.
  var picture: Int
  /// The row within the picture.
  var row: Int
  /// The column within the picture.
  var column: Int
}

extension Cell {
  /// A cell that says which part of which picture belongs there. Its marks are numbers, not
  /// characters; nothing but `part` reads them, and no text from outside has this base.
  init(_ part: PicturePart, behind background: Color) {
    self.init(
      PlaceholderMarks.base,
      marks: (Cell.mark(part.picture), Cell.mark(part.row), Cell.mark(part.column)),
      style: Style(background: background))
  }

  private static let firstMark: UInt32 = 0xF0000

  private static func mark(_ number: Int) -> Unicode.Scalar {
    Unicode.Scalar(firstMark + UInt32(number & 0xFFFF)) ?? "\0"
  }

  /// The part of a picture that belongs there, if one does.
  var part: PicturePart? {
    guard base == PlaceholderMarks.base else { return nil }
    let marks = scalars
    guard marks.1 >= Self.firstMark, marks.3 >= Self.firstMark else { return nil }
    return PicturePart(
      picture: Int(marks.1 - Self.firstMark), row: Int(marks.2 - Self.firstMark),
      column: Int(marks.3 - Self.firstMark))
  }

  /// The same part of the same picture, in a list where it comes so much later.
  func counting(from first: Int) -> Cell {
    guard first > 0, var part else { return self }
    part.picture += first
    var cell = Cell(part, behind: style.background)
    cell.style = style
    return cell
  }
}
