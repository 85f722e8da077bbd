extension PictureStage {
  /// Writes cells again that may be smeared though they have not changed.
  ///
  /// The font's blocks reach out of their cells by a fraction of a pixel, and a terminal that draws
  /// only the cells that change (mlterm) leaves that on the neighbours when a block goes. Cells of
  /// pictures are not written: what comes over them covers it. Only ways that lay pixels over cells
  /// do this; with symbols alone such a terminal keeps its marks.
  func wiped(_ grid: CellBuffer, of buffer: CellBuffer, _ shown: CellBuffer?) -> [UInt8] {
    guard let shown, shown.size == grid.size else { return [] }
    let smeared = Self.smeared(in: shown, by: grid)
    guard smeared.contains(true) else { return [] }
    let columns = grid.size.columns
    var bytes: [UInt8] = []
    for row in 0..<grid.size.rows {
      var column = 0
      while column < columns {
        let start = column
        while column < columns, smeared[row * columns + column],
          canBeWritten(row, column, grid, buffer, shown)
        {
          column += 1
        }
        if column > start { bytes += rewritten(row, start..<column, of: grid) }
        column += 1
      }
    }
    return bytes
  }

  /// The neighbours of the cells whose block goes.
  private static func smeared(in shown: CellBuffer, by grid: CellBuffer) -> [Bool] {
    let (rows, columns) = (grid.size.rows, grid.size.columns)
    var smeared = [Bool](repeating: false, count: grid.cells.count)
    for (index, cell) in shown.cells.enumerated() where cell.isBlock && cell != grid.cells[index] {
      let (row, column) = (index / columns, index % columns)
      for row in max(0, row - 1)...min(rows - 1, row + 1) {
        for column in max(0, column - 1)...min(columns - 1, column + 1) {
          smeared[row * columns + column] = true
        }
      }
    }
    return smeared
  }

  private func canBeWritten(
    _ row: Int, _ column: Int, _ grid: CellBuffer, _ buffer: CellBuffer, _ shown: CellBuffer
  ) -> Bool {
    let cell = grid[row, column]
    guard cell == shown[row, column], buffer[row, column].part == nil else { return false }
    // With fewer colours curses may have made bold of bright.
    return colorDepth > .ansi16 || cell == .blank(style: Style(background: cell.style.background))
  }

  /// What is there already is not drawn again: something else has to be there for a moment.
  private func rewritten(_ row: Int, _ columns: Range<Int>, of grid: CellBuffer) -> [UInt8] {
    var (first, end) = (columns.lowerBound, columns.upperBound)
    if grid[row, first].width == 0 { first -= 1 }
    if grid[row, end - 1].width == 2 { end += 1 }
    let move = StyleSequence.move(to: Point(row: row, column: first))
    let background = grid[row, first].style.background.reduced(to: colorDepth)
    let others = String(repeating: Character(Self.blank), count: end - first)
    var text = move + StyleSequence.background(background) + others + move
    var style: Style?
    for column in first..<end {
      let cell = grid[row, column]
      if cell.style != style { text += StyleSequence.style(cell.style.reduced(to: colorDepth)) }
      style = cell.style
      text += cell.text
    }
    return Array(text.utf8)
  }
}

extension Cell {
  /// Whether it is one of the characters that pictures are made of, a space aside.
  fileprivate var isBlock: Bool { (0x2580...0x259F).contains(base.value) }
}

extension Style {
  /// The style in the colours that a terminal shows.
  fileprivate func reduced(to depth: ColorDepth) -> Style {
    var style = self
    style.foreground = foreground.reduced(to: depth)
    style.background = background.reduced(to: depth)
    return style
  }
}
