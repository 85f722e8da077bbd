extension PictureStage {
  /// How many cells of pictures change in one frame: what a terminal is sent for them takes about a
  /// millisecond. A page of a gallery has several times as many, and a key does not wait for them.
  static let cellsAtOnce = 640

  /// The grid with as many new pictures as one frame may have, at least one; the places of the others
  /// keep what they show until a turn comes.
  mutating func paced(
    _ grid: CellBuffer, of buffer: CellBuffer, _ shown: CellBuffer?
  ) -> CellBuffer {
    hasUndrawnCells = false
    guard buffer.pictures.count > 1, let shown, shown.size == grid.size else { return grid }
    let late = Self.late(buffer, grid, shown)
    guard late.contains(true) else { return grid }
    hasUndrawnCells = true
    var result = grid
    for (index, cell) in buffer.cells.enumerated() {
      guard let part = cell.part, late[part.picture] else { continue }
      // Half of a wide character is nothing by itself.
      let old = shown.cells[index]
      result.cells[index] = old.width == 1 ? old : .blank(style: cell.style)
    }
    return result
  }

  /// For each picture whether there is no room for it in this frame.
  private static func late(
    _ buffer: CellBuffer, _ grid: CellBuffer, _ shown: CellBuffer
  ) -> [Bool] {
    var changes = Array(repeating: 0, count: buffer.pictures.count)
    for (index, cell) in buffer.cells.enumerated() {
      guard let part = cell.part, grid.cells[index] != shown.cells[index] else { continue }
      changes[part.picture] += 1
    }
    var room = cellsAtOnce
    return changes.map { count in
      let isLate = count > 0 && room <= 0
      if !isLate { room -= count }
      return isLate
    }
  }
}
