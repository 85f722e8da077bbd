/// Neighbouring cells of one row, to be drawn together.
public struct CellRun: Hashable, Sendable {
  /// The row.
  public var row: Int
  /// The column of the first cell.
  public var column: Int
  /// The cells, from left to right; never begins with the right half of a wide character.
  public var cells: ArraySlice<Cell>
}

extension CellBuffer {
  /// The cells that differ from another grid, as runs of neighbours: every cell in a run changed,
  /// none outside did. Grids of different size differ everywhere.
  public func runs(changedFrom old: CellBuffer) -> [CellRun] {
    (0..<size.rows).flatMap { runs(inRow: $0, changedFrom: old.size == size ? old.cells : nil) }
  }

  private func runs(inRow row: Int, changedFrom old: [Cell]?) -> [CellRun] {
    let end = (row + 1) * size.columns
    var index = end - size.columns
    var runs: [CellRun] = []
    while index < end {
      let start = index
      while index < end, old.map({ $0[index] != cells[index] }) ?? true { index += 1 }
      if index > start {
        let column = start - row * size.columns
        runs.append(CellRun(row: row, column: column, cells: cells[start..<index]))
      }
      index += 1
    }
    return runs
  }

  /// Draws a run of cells.
  public mutating func apply(_ run: CellRun) {
    for (offset, cell) in run.cells.enumerated() { self[run.row, run.column + offset] = cell }
  }
}
