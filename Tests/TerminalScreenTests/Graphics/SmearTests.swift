import Pictures
import Testing

@testable import TerminalScreen

/// What a sequence writes where.
private struct Writing {
  /// What was written into each cell, in this order.
  private(set) var cells: [Point: [Character]] = [:]
  /// Whether characters were written after the first pixels.
  private(set) var isLate = false
  private(set) var styles: [Point: String] = [:]

  init(_ bytes: [UInt8]) {
    var output = TerminalOutput()
    var (place, style, hasPixels) = (Point(row: 0, column: 0), "", false)
    for piece in output.feed(bytes) {
      switch piece {
      case .control(let text) where text.hasSuffix("H"):
        let numbers = text.dropLast().split(separator: ";").compactMap { Int($0) }
        place = Point(row: numbers[0] - 1, column: numbers[1] - 1)
      case .control(let text): style = text
      case .device: hasPixels = true
      case .text(let text):
        isLate = isLate || hasPixels
        for character in text {
          cells[place, default: []].append(character)
          styles[place] = style
          place.column += CharacterWidth.columns(of: character.unicodeScalars.first ?? " ")
        }
      default: break
      }
    }
  }
}

@Suite("What a picture's characters leave beside them", .timeLimit(.minutes(3)))
struct SmearTests {
  private let area = Rect(row: 2, column: 3, rows: 8, columns: 16)

  /// Text on every side of the place.
  private var text: CellBuffer {
    var buffer = CellBuffer(size: GridSize(rows: 20, columns: 40))
    buffer.write("above", at: Point(row: 1, column: 5), style: Style(foreground: .palette(9)))
    buffer.write(
      "│", at: Point(row: 4, column: 19),
      style: Style(foreground: .rgb(1, 2, 3), background: .palette(3), attributes: [.bold]))
    buffer.write("中", at: Point(row: 6, column: 1))
    return buffer
  }

  private func around(_ shown: CellBuffer) -> Set<Point> {
    var found: Set<Point> = []
    for row in area.row..<area.maxRow {
      for column in area.column..<area.maxColumn {
        guard (0x2580...0x259F).contains(shown[row, column].base.value) else { continue }
        for (down, right) in [
          (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1),
        ] {
          let point = Point(row: row + down, column: column + right)
          if !area.contains(point) { found.insert(point) }
        }
      }
    }
    return found
  }

  @Test(
    "The cells around it are written again, as another character first, before the pixels come",
    arguments: [true, false])
  func around(_ hasPixels: Bool) throws {
    var test = StageUnderTest(.sixel)
    let picture = test.picture()
    var buffer = text
    buffer.place(picture, at: corner)
    let sketch = test.stage.frame(for: buffer, shown: nil, drawing: 0).grid
    let frame = test.stage.frame(
      for: hasPixels ? buffer : text, shown: sketch, drawing: hasPixels ? everything : 0)
    let writing = Writing(frame.after)
    let wide = Point(row: 6, column: 2)
    let expected = around(sketch).subtracting([wide]).union([Point(row: 6, column: 1)])
    #expect(Set(writing.cells.keys).subtracting([wide]) == expected && expected.count > 40)
    for point in expected {
      let written = try #require(writing.cells[point])
      #expect(written.count == 2 && written[0] == "\u{A0}")
      #expect(String(written[1]) == text[point.row, point.column].text)
    }
    #expect(writing.styles[Point(row: 1, column: 6)] == "0;38;5;9m")
    #expect(writing.styles[Point(row: 4, column: 19)] == "0;1;38;2;1;2;3;43m")
    #expect(writing.styles[Point(row: 5, column: 2)] == "m")
    #expect(!writing.isLate && test.stage.overlays.isEmpty == !hasPixels)
    let shown = frame.grid
    #expect(
      test.stage.frame(
        for: hasPixels ? buffer : text, shown: shown, drawing: everything
      ).after.isEmpty)
  }

  @Test("Pixels of a picture beside it are not written over")
  func neighbours() {
    var test = StageUnderTest(.sixel)
    let (left, right) = (test.picture(), test.picture(seed: 9))
    let beside = (right, Point(row: corner.row, column: area.maxColumn))
    _ = test.present([beside], drawing: everything)
    _ = test.present([(left, corner), beside])
    for pictures in [[(left, corner), beside], [beside]] {
      let writing = Writing(test.present(pictures, drawing: everything).after)
      let pixels = Rect(origin: beside.1, size: right.size)
      #expect(writing.cells.keys.allSatisfy { !pixels.contains($0) && !area.contains($0) })
    }
  }

  @Test("Where bright may be bold, and bold another colour, only blank cells are written")
  func fewColors() {
    var test = StageUnderTest(.sixel)
    test.stage.colorDepth = .ansi16
    var buffer = text
    buffer.place(test.picture(), at: corner)
    let sketch = test.stage.frame(for: buffer, shown: nil, drawing: 0).grid
    let writing = Writing(test.stage.frame(for: text, shown: sketch, drawing: 0).after)
    #expect(!writing.cells.isEmpty)
    #expect(writing.cells.values.allSatisfy { $0 == ["\u{A0}", " "] })
  }
}
