import Pictures
import Testing

@testable import TerminalScreen

@Suite("Many pictures at once", .timeLimit(.minutes(1)))
struct PacingTests {
  private let size = GridSize(rows: 30, columns: 90)

  private func page(_ kind: GraphicsKind, seed: Int, count: Int = 15) -> CellBuffer {
    let test = StageUnderTest(kind)
    var buffer = CellBuffer(size: size)
    for number in 0..<count {
      buffer.place(
        test.picture(seed: seed + number),
        at: Point(row: number / 5 * 10, column: number % 5 * 18))
    }
    buffer.write("page \(seed)", at: Point(row: 29, column: 0))
    return buffer
  }

  @Test(
    "A page of pictures comes in several frames, its text in the first one",
    arguments: [GraphicsKind.symbols, .kitty])
  func severalFrames(_ kind: GraphicsKind) {
    var stage = StageUnderTest(kind).stage
    var shown = CellBuffer(size: size)
    let next = page(kind, seed: 100)
    var frames = 0
    repeat {
      let frame = stage.frame(for: next, shown: shown, drawing: 0)
      let changes = frame.grid.runs(changedFrom: shown).reduce(0) { $0 + $1.cells.count }
      #expect(changes < PictureStage.cellsAtOnce + 8 * 16 + 10)
      #expect(frame.grid.textLines[29].hasPrefix("page 100"))
      shown = frame.grid
      frames += 1
    } while stage.hasUndrawnCells && frames < 20
    #expect(shown == next.asSymbols)
    #expect(frames == 3)
  }

  @Test("One picture is never cut in two frames, however large it is")
  func onePicture() {
    var stage = StageUnderTest(.symbols).stage
    var buffer = CellBuffer(size: size)
    buffer.place(
      StageUnderTest(.symbols).picture(rows: 30, columns: 80), at: Point(row: 0, column: 0))
    let frame = stage.frame(for: buffer, shown: CellBuffer(size: size), drawing: 0)
    #expect(frame.grid == buffer.asSymbols && !stage.wantsTurn)
  }

  @Test("What is on the screen already costs nothing, and everything is drawn on a fresh one")
  func nothingNew() {
    var stage = StageUnderTest(.symbols).stage
    let buffer = page(.symbols, seed: 0)
    let fresh = stage.frame(for: buffer, shown: nil, drawing: 0)
    #expect(fresh.grid == buffer.asSymbols && !stage.wantsTurn)
    let again = stage.frame(for: buffer, shown: fresh.grid, drawing: 0)
    #expect(again.grid == fresh.grid && !stage.wantsTurn)
  }
}
