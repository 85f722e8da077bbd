internal import Glibc

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
    guard old.size == size else {
      return (0..<size.rows).map { run(inRow: $0, 0..<size.columns) }
    }
    var runs: [CellRun] = []
    cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { old in
        for row in 0..<size.rows { addRuns(inRow: row, new, old, to: &runs) }
      }
    }
    return runs
  }

  private func addRuns(
    inRow row: Int, _ new: UnsafeBufferPointer<Cell>, _ old: UnsafeBufferPointer<Cell>,
    to runs: inout [CellRun]
  ) {
    let first = row * size.columns
    // Most rows of a frame are as they were. A cell is five numbers without gaps.
    guard let newRow = new.baseAddress, let oldRow = old.baseAddress,
      memcmp(newRow + first, oldRow + first, size.columns * MemoryLayout<Cell>.stride) != 0
    else { return }
    var column = 0
    while column < size.columns {
      let start = column
      while column < size.columns, new[first + column] != old[first + column] { column += 1 }
      if column > start { runs.append(run(inRow: row, start..<column)) }
      column += 1
    }
  }

  private func run(inRow row: Int, _ columns: Range<Int>) -> CellRun {
    let first = row * size.columns
    return CellRun(
      row: row, column: columns.lowerBound,
      cells: cells[first + columns.lowerBound..<first + columns.upperBound])
  }

  /// Draws a run of cells.
  public mutating func apply(_ run: CellRun) {
    for (offset, cell) in run.cells.enumerated() { self[run.row, run.column + offset] = cell }
  }
}
