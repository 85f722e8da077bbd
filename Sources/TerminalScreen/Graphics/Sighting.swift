/// One picture in a frame: where it is, and how much of it is seen.
struct Sighting {
  let picture: FittedPicture
  /// Where its top left cell is or would be.
  let origin: Point
  /// The colour behind its first visible cell.
  let background: Color
  /// For each row how many of its cells are seen.
  private var visible: [Int]

  private init(_ picture: FittedPicture, _ part: PicturePart, at point: Point, _ background: Color)
  {
    self.picture = picture
    self.background = background
    origin = Point(row: point.row - part.row, column: point.column - part.column)
    visible = Array(repeating: 0, count: picture.size.rows)
  }

  /// The pictures in a grid that have pixels of this kind, in the order in which they were placed.
  static func all(in buffer: CellBuffer, for kind: GraphicsKind?) -> [Sighting] {
    guard !buffer.pictures.isEmpty else { return [] }
    let haveStrips = buffer.pictures.map { $0.kind == kind && !$0.strips.isEmpty }
    guard haveStrips.contains(true) else { return [] }
    var found: [Sighting?] = Array(repeating: nil, count: buffer.pictures.count)
    let columns = buffer.size.columns
    for (index, cell) in buffer.cells.enumerated() {
      guard let part = cell.part, haveStrips[part.picture] else { continue }
      if found[part.picture] == nil {
        let point = Point(row: index / columns, column: index % columns)
        found[part.picture] = Sighting(
          buffer.pictures[part.picture], part, at: point, cell.style.background)
      }
      found[part.picture]?.visible[part.row] += 1
    }
    return found.compactMap(\.self)
  }

  /// The strips of which every cell is seen, none of them below `lastRow`.
  func wholeStrips(above lastRow: Int) -> [PictureStage.Overlay] {
    picture.strips.indices.compactMap { index in
      let rows = picture.strips[index].rows
      let isWhole = rows.allSatisfy { visible[$0] == picture.size.columns }
      guard isWhole, origin.row + rows.upperBound <= lastRow else { return nil }
      return PictureStage.Overlay(
        key: picture.key, strip: index,
        point: Point(row: origin.row + rows.lowerBound, column: origin.column),
        size: GridSize(rows: rows.count, columns: picture.size.columns), background: background)
    }
  }
}
