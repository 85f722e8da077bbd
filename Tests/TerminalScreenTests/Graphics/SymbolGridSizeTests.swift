import Pictures
import Testing

@testable import TerminalScreen

@Suite("The grid that a picture is drawn on", .timeLimit(.minutes(3)))
struct SymbolGridSizeTests {
  private func grid(
    _ width: Int, _ height: Int, rows: Int, columns: Int, cell: CellGeometry = .assumed
  ) -> GridSize {
    SymbolCells.gridSize(
      for: PixelSize(width: width, height: height), in: GridSize(rows: rows, columns: columns),
      cell: cell)
  }

  @Test("a square picture is twice as many columns as rows, as large as the narrower side allows")
  func square() {
    #expect(grid(1024, 1024, rows: 30, columns: 100) == GridSize(rows: 30, columns: 60))
    #expect(grid(1024, 1024, rows: 60, columns: 40) == GridSize(rows: 20, columns: 40))
  }

  @Test("a wide picture fills the width, a tall one the height")
  func wideAndTall() {
    #expect(grid(1536, 1024, rows: 40, columns: 60) == GridSize(rows: 20, columns: 60))
    #expect(grid(1024, 1536, rows: 30, columns: 60) == GridSize(rows: 30, columns: 40))
  }

  @Test("a small picture grows to the box")
  func enlarges() {
    #expect(grid(4, 4, rows: 10, columns: 20) == GridSize(rows: 10, columns: 20))
  }

  @Test("square cells give a square picture as many columns as rows")
  func squareCells() {
    let cell = CellGeometry(pixelWidth: 8, pixelHeight: 8)
    #expect(grid(512, 512, rows: 30, columns: 60, cell: cell) == GridSize(rows: 30, columns: 30))
  }

  @Test("a picture like a thread keeps one row or one column")
  func thread() {
    #expect(grid(10_000, 1, rows: 30, columns: 60) == GridSize(rows: 1, columns: 60))
    #expect(grid(1, 10_000, rows: 30, columns: 60) == GridSize(rows: 30, columns: 1))
  }

  @Test("no picture or no room gives an empty grid", arguments: [(0, 5, 9), (5, 0, 9), (5, 5, 0)])
  func empty(width: Int, height: Int, rows: Int) {
    #expect(grid(width, height, rows: rows, columns: 9) == GridSize(rows: 0, columns: 0))
  }

  @Test("an absurd box and an absurd picture stay within the largest grid")
  func bounded() {
    let size = grid(Int.max, Int.max, rows: Int.max, columns: Int.max)
    #expect(size == GridSize(rows: 512, columns: 1024))
  }

  @Test("a cell without extent counts as one pixel")
  func cellExtent() {
    let cell = CellGeometry(pixelWidth: 0, pixelHeight: -3)
    #expect(cell == CellGeometry(pixelWidth: 1, pixelHeight: 1))
  }
}
