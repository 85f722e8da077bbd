import Pictures
import Testing

@testable import TerminalScreen
@Suite("Pictures drawn over cells", .timeLimit(.minutes(3)))
struct OverlaidPictureTests {
  private static let kinds: [GraphicsKind] = [.sixel, .iterm2]

  private func drawn(_ bytes: [UInt8]) -> Int {
    var terminal = FakeTerminal(.foot)
    _ = terminal.take(bytes)
    return terminal.sixels.count + terminal.files.count
  }

  @Test(
    "Symbols come first, then strip by strip, each in the frame that blanks its cells",
    arguments: kinds)
  func strips(_ kind: GraphicsKind) {
    var test = StageUnderTest(kind)
    let picture = test.picture(rows: 16, columns: 30)
    let first = test.present([(picture, corner)])
    #expect(first.after.isEmpty && first.grid[2, 3] != Cell("\u{A0}", width: 1))
    #expect(test.stage.wantsTurn)
    var turns = 0
    while test.stage.wantsTurn {
      let frame = test.present([(picture, corner)], drawing: 1)
      #expect(drawn(frame.after) == 1)
      #expect(frame.after.starts(with: [0x1B, UInt8(ascii: "7")]))
      turns += 1
    }
    #expect(turns == picture.strips.count)
    let last = test.present([(picture, corner)], drawing: everything)
    #expect(last.after.isEmpty && last.before.isEmpty)
    #expect((2..<18).allSatisfy { last.grid[$0, 3].base == "\u{A0}" })
  }

  @Test(
    "What covers a strip makes symbols of it; when it is free again it is drawn again",
    arguments: kinds)
  func covering(_ kind: GraphicsKind) {
    var test = StageUnderTest(kind)
    let picture = test.picture(rows: 16, columns: 30)
    while test.stage.wantsTurn || test.shown == nil {
      _ = test.present([(picture, corner)], drawing: everything)
    }
    let over = Rect(row: 4, column: 10, rows: 1, columns: 2)
    let covered = test.present([(picture, corner)], drawing: everything, over: over)
    let strip = picture.strips[0].rows
    let rows = (strip.lowerBound + 2)..<(strip.upperBound + 2)
    let spaces = String(repeating: " ", count: 30)
    let erased = rows.map { "\u{1B}[\($0 + 1);4H\(spaces)" }.joined()
    #expect(String(decoding: covered.before, as: UTF8.self) == "\u{1B}7\u{1B}[m\(erased)\u{1B}8")
    #expect(covered.after.isEmpty)
    #expect(covered.grid[rows.lowerBound, 3].base != "\u{A0}" && covered.grid[4, 10].base == "x")
    #expect(covered.grid[rows.upperBound, 3].base == "\u{A0}")
    let free = test.present([(picture, corner)], drawing: everything)
    #expect(free.before.isEmpty && drawn(free.after) == 1)
  }

  @Test("A picture that moves or ends is erased with spaces where it was", arguments: kinds)
  func moving(_ kind: GraphicsKind) {
    var test = StageUnderTest(kind)
    let picture = test.picture()
    _ = test.present([(picture, corner)], drawing: everything)
    let moved = test.present([(picture, Point(row: 2, column: 4))], drawing: everything)
    #expect(moved.before.count { $0 == 0x20 } == 8 * 16)
    #expect(drawn(moved.after) == picture.strips.count)
    let ended = test.present([])
    #expect(ended.before.count { $0 == 0x20 } == 8 * 16 && ended.after.isEmpty)
    #expect(ended.grid[3, 5] == .blank)
    #expect(test.present([]).before.isEmpty)
  }

  @Test(
    "Nothing is drawn on the last row, where it would scroll, nor beyond an edge", arguments: kinds)
  func edges(_ kind: GraphicsKind) {
    var test = StageUnderTest(kind)
    let picture = test.picture()
    for point in [Point(row: 12, column: 3), Point(row: -1, column: 3), Point(row: 3, column: 30)] {
      let frame = test.present([(picture, point)], drawing: everything)
      let strips = test.stage.overlays
      #expect(
        strips.allSatisfy { $0.rect.maxRow < 20 && $0.rect.row >= 0 && $0.rect.maxColumn <= 40 })
      #expect(drawn(frame.after) == strips.count)
    }
    let fits = test.present([(picture, Point(row: 11, column: 3))], drawing: everything)
    #expect(drawn(fits.after) == picture.strips.count)
  }

  @Test("A narrow picture between two changes is drawn again, as curses may have crossed it")
  func crossing() {
    var test = StageUnderTest(.sixel)
    let picture = test.picture(rows: 3, columns: 6)
    _ = test.present([(picture, corner)], drawing: everything)
    for (rect, count) in [
      (Rect(row: 2, column: 0, rows: 1, columns: 2), 0),
      (Rect(row: 0, column: 0, rows: 1, columns: 40), 0),
    ] {
      #expect(
        drawn(test.present([(picture, corner)], drawing: everything, over: rect).after) == count)
      _ = test.present([(picture, corner)], drawing: everything)
    }
    var buffer = CellBuffer(size: test.size)
    buffer.place(picture, at: corner)
    buffer[3, 1] = Cell("a")
    buffer[3, 12] = Cell("b")
    let frame = test.stage.frame(for: buffer, shown: test.shown, drawing: 0)
    #expect(drawn(frame.after) >= 1)
  }

  @Test("After the terminal was cleared everything is drawn again", arguments: kinds)
  func clearing(_ kind: GraphicsKind) {
    var test = StageUnderTest(kind)
    let picture = test.picture()
    _ = test.present([(picture, corner)], drawing: everything)
    test.stage.forgetGlass()
    test.shown = nil
    let frame = test.present([(picture, corner)], drawing: everything)
    #expect(frame.before.isEmpty && drawn(frame.after) == picture.strips.count)
  }

  @Test("A picture made for another way is shown as symbols")
  func otherKind() {
    var test = StageUnderTest(.sixel)
    let other = StageUnderTest(.kitty).picture()
    let frame = test.present([(other, corner)], drawing: everything)
    #expect(frame.after.isEmpty && frame.grid == test.shown)
    #expect(frame.grid[2, 3] == other.symbols[0, 0])
  }
}
