import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The editor's layout", .timeLimit(.minutes(3)))
struct EditorLayoutTests {
  private func rows(_ text: String, _ columns: Int) -> [String] {
    let editor = TextEditor(text, columns: columns)
    return editor.layout.rows.map { editor[$0.start..<$0.end] }
  }

  @Test("breaks behind spaces, which hang over the edge")
  func words() {
    #expect(rows("a lighthouse in a storm", 12) == ["a lighthouse ", "in a storm"])
    #expect(rows("one    two", 4) == ["one    ", "two"])
    #expect(rows("ab\n\ncd\n", 4) == ["ab", "", "cd", ""])
    #expect(rows("", 4) == [""])
  }

  @Test("breaks inside a word only when it is longer than a row, and beside ideographs")
  func longWords() {
    #expect(rows("abcdefgh ij", 4) == ["abcd", "efgh ", "ij"])
    #expect(rows("漢字漢字漢", 5) == ["漢字", "漢字", "漢"])
    #expect(rows("abc漢字", 5) == ["abc漢", "字"])
    #expect(rows("漢", 1) == ["漢"])
  }

  @Test("never cuts a character: families, flags and marks stay whole")
  func clusters() {
    #expect(rows("👨‍👩‍👧👨‍👩‍👧", 8) == ["👨‍👩‍👧", "👨‍👩‍👧"])
    #expect(rows("👨‍👩‍👧ab", 2) == ["👨‍👩‍👧", "ab"])
    #expect(rows("e\u{301}e\u{301}e\u{301}", 2) == ["e\u{301}e\u{301}", "e\u{301}"])
  }

  @Test("a row shows what was measured", arguments: [1, 2, 3, 7, 20])
  func widths(columns: Int) {
    var random = SeededGenerator(seed: UInt64(columns))
    for _ in 0..<60 {
      let text = (0..<30).map { _ in TextEditorTests.pieces.randomElement(using: &random) ?? "" }
      let editor = TextEditor(text.joined(), columns: columns)
      var next = 0
      for row in editor.layout.rows {
        #expect(row.start == next)
        next = row.end + (row.endsLine ? 1 : 0)
        let content = editor[row.start..<row.end]
        let shown = editor.display(row.start..<row.end)
        let hanging = content.reversed().prefix { $0 == " " }.count
        #expect(shown.columns - hanging <= columns || content.count - hanging <= 1)
      }
      #expect(next == editor.text.utf8.count + 1)
    }
  }

  @Test("a cursor's place leads back to the cursor", arguments: [2, 5, 11])
  func places(columns: Int) {
    let text = "a lighthouse   in 嵐の灯台 e\u{301}👨‍👩‍👧 \tb\n\nshort\n"
    let editor = TextEditor(text, columns: columns)
    for index in text.indices + [text.endIndex] {
      let offset = text.utf8.distance(from: text.startIndex, to: index)
      let point = editor.layout.point(of: offset, in: text)
      let row = editor.layout.rows[point.row]
      #expect(row.start <= offset && offset <= row.end)
      #expect((0...columns).contains(point.column))
      let isSeen = point.column < columns
      if isSeen { #expect(editor.layout.offset(at: point, in: text) == offset) }
    }
  }

  @Test("places outside the text lead to its nearest character")
  func clamping() {
    let editor = TextEditor("ab\ncd", columns: 10)
    let layout = editor.layout
    #expect(layout.offset(at: Point(row: -3, column: -3), in: editor.text) == 0)
    #expect(layout.offset(at: Point(row: 0, column: 9), in: editor.text) == 2)
    #expect(layout.offset(at: Point(row: 9, column: 9), in: editor.text) == 5)
  }

  @Test("changing the width wraps anew and moves nothing in the text")
  func resize() {
    var editor = TextEditor("a lighthouse in a storm", columns: 80)
    editor.columns = 6
    #expect(editor.layout == EditorLayout("a lighthouse in a storm", columns: 6))
    #expect(editor.cursor == 23)
    editor.columns = 0
    #expect(editor.columns == 1)
  }
}
