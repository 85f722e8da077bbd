import Testing

@testable import TerminalScreen

@Suite("Rectangles and colours", .timeLimit(.minutes(3)))
struct GeometryTests {
  private let rect = Rect(row: 2, column: 3, rows: 5, columns: 10)

  @Test("Splitting gives parts that make up the whole, however much is asked for")
  func splitting() {
    for count in [-1, 0, 2, 5, 99] {
      let (top, below) = rect.splitTop(count)
      #expect(top.rows + below.rows == 5 && below.row == top.maxRow)
      let (bottom, above) = rect.splitBottom(count)
      #expect(bottom.rows == top.rows && bottom.maxRow == rect.maxRow && above.row == rect.row)
      let (right, left) = rect.splitRight(count)
      #expect(right.columns + left.columns == 10 && right.maxColumn == rect.maxColumn)
    }
  }

  @Test("Insets, intersections and changes never make a negative size")
  func neverNegative() {
    #expect(rect.inset(rows: 1, columns: 2) == Rect(row: 3, column: 5, rows: 3, columns: 6))
    #expect(rect.inset(rows: 9, columns: 9).isEmpty)
    #expect(rect.contains(rect.inset(rows: 9, columns: 9).origin))
    #expect(rect.intersection(Rect(row: 50, column: 0, rows: 1, columns: 1)).isEmpty)
    var changed = rect
    changed.rows -= 99
    #expect(changed.rows == 0)
  }

  @Test(
    "Colours are read from text",
    arguments: [
      ("#ff8000", Color.rgb(255, 128, 0)), ("#F80", .rgb(255, 136, 0)), ("default", .terminal),
      ("red", .palette(1)), ("bright-blue", .palette(12)), ("255", .palette(255)),
    ])
  func parsing(_ text: String, _ color: Color) {
    #expect(Color(parsing: text) == color)
  }

  @Test(
    "Text that names no colour is refused",
    arguments: ["", "#12", "#gggggg", "256", "+1", "bright-", "bright-gray", "#١٢٣٤٥٦"])
  func refused(_ text: String) { #expect(Color(parsing: text) == nil) }

  @Test("Colours become the nearest that the terminal has")
  func reduction() {
    #expect(Color.rgb(255, 0, 0).reduced(to: .palette256) == .palette(196))
    #expect(Color.rgb(128, 128, 128).reduced(to: .palette256) == .palette(244))
    #expect(Color.rgb(250, 5, 5).reduced(to: .ansi16) == .palette(9))
    #expect(Color.palette(196).reduced(to: .ansi16) == .palette(9))
    #expect(Color.palette(3).reduced(to: .palette256) == .palette(3))
    #expect(Color.rgb(1, 2, 3).reduced(to: .mono) == .terminal)
    #expect(Color.rgb(1, 2, 3).reduced(to: .truecolor) == .rgb(1, 2, 3))
  }
}
