import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The widgets", .timeLimit(.minutes(3)))
struct WidgetTests {
  private func canvas(_ rows: Int, _ columns: Int) -> CellBuffer {
    CellBuffer(size: GridSize(rows: rows, columns: columns))
  }

  private func editorDump(
    _ text: String, _ rows: Int, _ columns: Int, moves: [Command] = [], firstRow: Int = 0
  ) -> (lines: [String], cursor: Point, first: Int) {
    var editor = TextEditor(text, columns: EditorView.textColumns(in: columns))
    for move in moves { _ = editor.perform(move) }
    var buffer = canvas(rows, columns)
    let view = EditorView(editor: editor, placeholder: "Say what to paint", firstRow: firstRow)
    let result = view.draw(into: &buffer, rect: buffer.bounds, theme: .mono)
    return (buffer.textLines, result.cursor, result.firstRow)
  }

  @Test("the editor wraps, scrolls to the cursor and shows marks for what cannot be shown")
  func editor() {
    let fits = editorDump("a lighthouse in\u{1b} 嵐", 3, 13)
    #expect(fits.lines == ["a lighthouse", "in␛ 嵐", ""])
    #expect(fits.cursor == Point(row: 1, column: 6))
    let long = editorDump("1\n2\n3\n4\n5", 2, 6)
    #expect(long.lines.map { $0.first } == ["4", "5"])
    #expect(long.first == 3)
    let back = editorDump("1\n2\n3\n4\n5", 2, 6, moves: [.textUp], firstRow: 3)
    #expect(back.first == 3, "nothing scrolls while the cursor is seen")
    #expect(editorDump("1\n2\n3\n4\n5", 2, 6, moves: [.textStart], firstRow: 3).first == 0)
  }

  @Test("an empty editor says what goes there; a full row leaves room for the cursor")
  func editorEdges() {
    let empty = editorDump("", 2, 10)
    #expect(empty.lines == ["Say what", "to paint"])
    #expect(empty.cursor == Point(row: 0, column: 0))
    let full = editorDump("abcde", 2, 6)
    #expect(full.cursor == Point(row: 0, column: 5))
    #expect(editorDump("abc   ", 1, 4).cursor == Point(row: 0, column: 3))
    #expect(editorDump("x", 0, 0).lines == [])
  }

  @Test("a field scrolls sideways so that the cursor is seen, wide characters included")
  func field() {
    func dump(_ text: String, _ columns: Int, left: Int = 0) -> (String, Int) {
      var field = LineField(text)
      for _ in 0..<left { _ = field.perform(.textLeft) }
      var buffer = canvas(1, columns)
      let cursor = LineFieldView(field: field, placeholder: "Filter")
        .draw(into: &buffer, rect: buffer.bounds, theme: .mono)
      return (buffer.textLines[0], cursor.column)
    }
    #expect(dump("", 8) == ("Filter", 0))
    #expect(dump("abc", 8) == ("abc", 3))
    #expect(dump("abcdefghij", 5) == ("ghij", 4))
    #expect(dump("abcdefghij", 5, left: 10) == ("abcde", 0))
    #expect(dump("漢字漢字", 4) == ("字", 2))
  }

  @Test("the list shows its window, the selection and where it is")
  func list() {
    var buffer = canvas(4, 8)
    ListView(count: 40, selected: 11, first: 10, isFocused: true) { index, buffer, rect in
      buffer.write(DisplayText("row \(index)"), at: rect.origin, columns: rect.columns)
    }.draw(into: &buffer, rect: buffer.bounds, theme: .mono)
    #expect(buffer.textLines == ["row 10", "row 11 ▐", "row 12", "row 13"])
    let styles = buffer.styleLines { $0.attributes.contains(.reverse) ? "#" : "." }
    #expect(styles == ["........", "#######.", "........", "........"])
  }

  @Test("the window moves no more than it must")
  func window() {
    #expect(ListView.first(showing: 5, of: 20, in: 4, from: 3) == 3)
    #expect(ListView.first(showing: 7, of: 20, in: 4, from: 3) == 4)
    #expect(ListView.first(showing: 1, of: 20, in: 4, from: 3) == 1)
    #expect(ListView.first(showing: 2, of: 3, in: 4, from: 2) == 0)
    #expect(ListView.first(showing: 0, of: 0, in: 4, from: 9) == 0)
    #expect(ListView.first(showing: 3, of: 9, in: 0, from: 0) == 3)
  }

  private let panes = [
    FrameView.Pane(title: "Prompt", rows: 2),
    FrameView.Pane(title: "Settings", rows: 1, isFocused: true),
    FrameView.Pane(title: "Jobs", rows: 0),
  ]

  @Test("panes share the lines between them; the one with the keyboard stands out in mono")
  func frame() {
    var buffer = canvas(8, 14)
    let insides = FrameView(panes: panes).draw(into: &buffer, rect: buffer.bounds, theme: .mono)
    #expect(
      buffer.textLines == [
        "┌ Prompt ────┐", "│            │", "│            │", "├ Settings ──┤", "│            │",
        "├ Jobs ──────┤", "│            │", "└────────────┘",
      ])
    #expect(
      buffer.styleLines { style in
        style.attributes.contains(.reverse) ? "R" : style.attributes.contains(.bold) ? "b" : "."
      } == [
        "..............", "..............", "..............", "bRRRRRRRRRRbbb", "b............b",
        "b......bbbbbbb", "..............", "..............",
      ])
    #expect(insides.map(\.rows) == [2, 1, 1])
    #expect(insides.map(\.columns) == [12, 12, 12])
  }

  @Test("panes that do not fit are left out")
  func smallFrame() {
    var buffer = canvas(5, 10)
    let frame = FrameView(panes: panes)
    let insides = frame.draw(into: &buffer, rect: buffer.bounds, theme: .mono)
    #expect(buffer.textLines == ["┌ Prompt ┐", "│        │", "│        │", "└────────┘", ""])
    #expect(insides.map(\.isEmpty) == [false, true, true])
  }

  @Test("hints drop what matters least, but not help")
  func hints() {
    let hints = KeyHints(hints: [
      .init(key: "Enter", label: "generate"), .init(key: "Tab", label: "next pane"),
      .init(key: "F3", label: "history"), .init(key: "F1", label: "help"),
    ])
    func dump(_ columns: Int) -> String {
      var buffer = canvas(1, columns)
      hints.draw(into: &buffer, rect: buffer.bounds, theme: .mono)
      return buffer.textLines[0]
    }
    #expect(dump(60) == "Enter generate · Tab next pane · F3 history · F1 help")
    #expect(dump(45) == "Enter generate · Tab next pane · F1 help")
    #expect(dump(26) == "Enter generate · F1 help")
    #expect(dump(14) == "Enter generate")
    #expect(dump(9) == "Enter ge…")
  }

  @Test("a hint shows the key that the keymap has")
  func hintKeys() {
    let contexts: [KeyContext] = [.editor, .global]
    let hint = KeyHints.Hint(.historyOpen, "history", keymap: .standard, contexts: contexts)
    #expect(hint?.key == "F3")
    #expect(KeyHints.Hint(.jobCancel, "cancel", keymap: .standard, contexts: contexts) == nil)
  }

  @Test("a setting's row aligns label, value and reason")
  func fieldRow() {
    var buffer = canvas(3, 34)
    let rows = [
      FieldRow(label: "Size", value: "1536×1024", labelColumns: 8),
      FieldRow(
        label: "Seed", value: "–", reason: "not supported by this model", state: .disabled,
        labelColumns: 8),
      FieldRow(label: "Background", value: "opaque", labelColumns: 8),
    ]
    for (index, row) in rows.enumerated() {
      let rect = Rect(row: index, column: 0, rows: 1, columns: 34)
      row.draw(into: &buffer, rect: rect, theme: .mono)
    }
    #expect(
      buffer.textLines == [
        "Size    1536×1024", "Seed    – not supported by this m…", "Backgr… opaque",
      ])
  }

  @Test("a meter is full only when all is done")
  func meter() {
    func dump(_ fraction: Double) -> String {
      var buffer = canvas(1, 4)
      Meter(fraction: fraction)
        .draw(into: &buffer, rect: buffer.bounds, theme: .mono)
      return buffer.textLines[0]
    }
    #expect(dump(0) == "────")
    #expect(dump(0.4) == "━╸──")
    #expect(dump(0.999) == "━━━╸")
    #expect(dump(1) == "━━━━")
    #expect(dump(7) == "━━━━")
    #expect(dump(.nan) == "────")
  }
}
