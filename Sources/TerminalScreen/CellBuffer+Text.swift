/// What happens to text that is wider than its place.
public enum Truncation: Sendable {
  /// It ends at the edge.
  case clip
  /// Its last column shows `…`.
  case ellipsis
  /// As `ellipsis`, and also when it would just fit: more belongs behind it.
  case continued
}

extension CellBuffer {
  /// Writes the first line of a text into one row, `columns` wide at most.
  /// - Returns: The columns used.
  @discardableResult
  public mutating func write(
    _ text: DisplayText, at point: Point, style: Style = .plain, columns: Int = .max,
    truncation: Truncation = .clip
  ) -> Int {
    let limit = min(columns, size.columns - point.column)
    guard limit > 0 else { return 0 }
    let isLonger = text.columns > limit || !text.isOneLine
    let isCut = isLonger || text.columns == limit && truncation == .continued
    guard isCut, truncation != .clip else { return put(text, limit, point, style) }
    let used = put(text, limit - 1, point, style)
    self[point.row, point.column + used] = Cell("…", width: 1, style: style)
    return used + 1
  }

  /// Puts as much of the first line as fits into so many columns. Returns the columns used.
  private mutating func put(
    _ text: DisplayText, _ limit: Int, _ point: Point, _ style: Style
  ) -> Int {
    if text.isASCII, point.column >= 0, point.row >= 0, point.row < size.rows {
      put(ascii: text.string.utf8.prefix(limit), at: point, style: style)
      return min(limit, text.columns)
    }
    var used = 0
    for scalar in text.string.unicodeScalars {
      let width = CharacterWidth.columns(of: scalar)
      if scalar == "\n" || used + width > limit { break }
      if width == 0 {
        append(combining: scalar, toCharacterBefore: point.column + used, in: point)
      } else {
        self[point.row, point.column + used] = Cell(scalar, width: width, style: style)
        used += width
      }
    }
    return used
  }

  private mutating func append(
    combining scalar: Unicode.Scalar, toCharacterBefore column: Int, in point: Point
  ) {
    guard column > point.column else { return }
    var base = column - 1
    if self[point.row, base].width == 0, base > point.column { base -= 1 }
    var cell = self[point.row, base]
    cell.append(combining: scalar)
    self[point.row, base] = cell
  }

  /// Writes a string, which goes through `DisplayText` first.
  @discardableResult
  @_disfavoredOverload
  public mutating func write(
    _ outside: String, at point: Point, style: Style = .plain, columns: Int = .max,
    truncation: Truncation = .clip
  ) -> Int {
    write(
      DisplayText(outside), at: point, style: style, columns: columns, truncation: truncation)
  }

  /// Puts the same character into every cell of a rectangle.
  public mutating func fill(_ rect: Rect, style: Style, scalar: Unicode.Scalar = " ") {
    let area = rect.intersection(bounds)
    let cell = Cell(scalar, width: 1, style: style)
    for row in area.row..<area.maxRow {
      for column in area.column..<area.maxColumn { self[row, column] = cell }
    }
  }

  /// Copies another grid so that its top left cell lands on `point`; only cells inside `clip` (in
  /// this grid's coordinates) change. A wide character cut at an edge becomes a blank.
  public mutating func paste(_ other: CellBuffer, at point: Point, clippedTo clip: Rect? = nil) {
    let target = Rect(origin: point, size: other.size)
    let area = target.intersection(bounds).intersection(clip ?? bounds)
    let firstPicture = pictures.count
    pictures += other.pictures
    for row in area.row..<area.maxRow {
      for column in area.column..<area.maxColumn {
        let cell = other[row - point.row, column - point.column].counting(from: firstPicture)
        let isCut =
          cell.width == 2 && column + 1 == area.maxColumn
          || cell.width == 0 && column == area.column
        self[row, column] = isCut ? .blank(style: cell.style) : cell
      }
    }
  }
}
