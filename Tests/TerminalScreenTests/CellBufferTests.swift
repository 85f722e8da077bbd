import StudioTestSupport
import Testing

@testable import TerminalScreen

@Suite("A cell buffer keeps wide characters whole", .timeLimit(.minutes(3)))
struct CellBufferTests {
  private func buffer(_ rows: Int = 3, _ columns: Int = 10) -> CellBuffer {
    CellBuffer(size: GridSize(rows: rows, columns: columns))
  }

  private let start = Point(row: 0, column: 0)

  @Test("Text is written with its width, marks on their base, and reports the columns it used")
  func writing() {
    var buffer = buffer()
    #expect(buffer.write("a日e\u{301}", at: start) == 4)
    #expect(buffer.textLines[0] == "a日e\u{301}")
    #expect(buffer[0, 1].width == 2 && buffer[0, 2].width == 0)
    #expect(buffer[0, 3].combining == ["\u{301}"])
  }

  @Test("Text ends at its limit and at the edge, with an ellipsis if asked")
  func limits() {
    var buffer = buffer()
    #expect(buffer.write("abcdef", at: start, columns: 3) == 3)
    #expect(buffer.write("日本語日本語", at: Point(row: 1, column: 1)) == 8)
    #expect(buffer.write("abcdefghijkl", at: Point(row: 2, column: 2), truncation: .ellipsis) == 8)
    #expect(buffer.textLines == ["abc", " 日本語日", "  abcdefg…"])
    #expect(buffer.write("x", at: Point(row: 9, column: 0)) >= 0)
  }

  @Test("Writing over half of a wide character blanks its other half")
  func halves() {
    var buffer = buffer()
    buffer.write("日本", at: start)
    buffer.write("x", at: Point(row: 0, column: 1))
    buffer.write("y", at: Point(row: 0, column: 2))
    #expect(buffer.textLines[0] == " xy")
    buffer[0, 9] = Cell("日")
    #expect(buffer[0, 9] == .blank)
  }

  @Test("A string is sanitised on its way into the buffer")
  func outsideText() {
    var buffer = buffer()
    let outside = "\u{1B}[2J"
    buffer.write(outside, at: start)
    #expect(buffer.textLines[0] == "␛[2J")
  }

  @Test("A frame has a title cut to its top line, and leaves its inside alone")
  func frame() {
    var buffer = buffer()
    buffer.write("inside", at: Point(row: 1, column: 2))
    buffer.frame(buffer.bounds, style: .plain, title: "a long title")
    #expect(buffer.textLines == ["┌ a lon… ┐", "│ inside │", "└────────┘"])
    buffer.frame(buffer.bounds, style: .plain, characters: .ascii)
    #expect(buffer.textLines[2] == "+--------+")
  }

  @Test("Restyling and dumping see styles; a wide character has one style")
  func restyle() {
    var buffer = buffer(1, 4)
    buffer.write("日ab", at: start)
    buffer.restyle(Rect(row: 0, column: 0, rows: 1, columns: 1)) { $0.attributes = .bold }
    #expect(buffer.styleLines { $0.attributes == .bold ? "b" : "." } == ["bb.."])
  }

  @Test("A pasted grid is clipped, and what is cut in half becomes blank")
  func paste() {
    var small = buffer(1, 4)
    small.write("日本", at: start)
    var large = buffer(1, 8)
    large.write("--------", at: start)
    large.paste(
      small, at: Point(row: 0, column: 2),
      clippedTo: Rect(row: 0, column: 3, rows: 1, columns: 2))
    #expect(large.textLines[0] == "---  ---")
    large.paste(small, at: Point(row: 0, column: -2))
    #expect(large.textLines[0] == "本-  ---")
  }

  @Test("After any writes both halves of wide characters stand side by side")
  func invariant() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let buffer = randomBuffer(&generator)
      for row in 0..<buffer.size.rows {
        for column in 0..<buffer.size.columns {
          let cell = buffer[row, column]
          if cell.width == 2 {
            #expect(buffer[row, column + 1].width == 0)
            #expect(buffer[row, column + 1].style == cell.style)
          }
          if cell.width == 0 { #expect(column > 0 && buffer[row, column - 1].width == 2) }
        }
      }
    }
  }

  @Test("Applying the changed runs to the old grid gives the new one, and no cell is sent in vain")
  func differences() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      var old = randomBuffer(&generator)
      let new = randomBuffer(&generator)
      let runs = new.runs(changedFrom: old)
      for run in runs {
        #expect(run.cells.first?.width != 0)
        for (offset, cell) in run.cells.enumerated() {
          #expect(old[run.row, run.column + offset] != cell)
        }
      }
      for run in runs { old.apply(run) }
      #expect(old == new)
    }
    let same = randomBuffer(&generator)
    #expect(same.runs(changedFrom: same).isEmpty)
  }

  private func randomBuffer(_ generator: inout SeededGenerator) -> CellBuffer {
    var buffer = buffer(3, 7)
    for _ in 0..<20 {
      let point = Point(
        row: .random(in: -1...3, using: &generator), column: .random(in: -1...8, using: &generator))
      let text = ["a", "日", "日本", "é", "  "].randomElement(using: &generator) ?? ""
      let style = Style(foreground: .palette(.random(in: 0...2, using: &generator)))
      buffer.write(text, at: point, style: style)
      if Bool.random(using: &generator) { buffer[point.row, point.column] = Cell("日") }
    }
    return buffer
  }
}
