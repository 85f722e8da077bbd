import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The text editor", .timeLimit(.minutes(3)))
struct TextEditorTests {
  static let pieces = [
    "a", "b", "word", " ", "  ", "\n", "\t", "漢", "字かな", "é", "e\u{301}", "ж", "😀",
    "👨‍👩‍👧", "🇩🇪", "한", "\u{1b}",
  ]

  @Test("does the same as an array of characters", arguments: 1...12 as ClosedRange<UInt64>)
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var editor = TextEditor(columns: Int(seed) + 1)
    var naive = NaiveEditor()
    for _ in 0..<250 {
      if Bool.random(using: &random) {
        let piece = Self.pieces.randomElement(using: &random) ?? ""
        editor.insert(piece)
        naive.insert(piece)
      } else {
        let command = NaiveEditor.commands.randomElement(using: &random) ?? .textLeft
        let isDone = editor.perform(command)
        #expect(isDone)
        naive.perform(command)
      }
      #expect(editor.text.unicodeScalars.elementsEqual(naive.text.unicodeScalars))
      #expect(editor.cursor == naive.textBeforeCursor.utf8.count)
      #expect(editor.layout == EditorLayout(editor.text, columns: editor.columns))
    }
  }

  @Test(
    "stays whole when edits join and split characters", arguments: 1...12 as ClosedRange<UInt64>)
  func joins(seed: UInt64) {
    let pieces = [
      "e", "\u{301}", "\u{200D}", "👩", "🚀", "\u{FE0F}", "\u{1F3FD}", "🇩", "🇪", "\r", "\r\n", "\n",
      "\u{2028}", "ᄒ", "ᅡ", "ᆫ", "क", "्", "ष", " ", "\0", "か", "\u{3099}",
    ]
    let commands =
      NaiveEditor.commands + [
        .textUp, .textDown, .textTranspose, .textDeleteWordBack, .textYank, .promptUndo,
        .promptRedo,
        .textWordLeft, .textWordRight, .textDeleteWordForward,
      ]
    var random = SeededGenerator(seed: seed)
    var editor = TextEditor(columns: Int(seed % 5) + 1)
    for _ in 0..<250 {
      if Bool.random(using: &random) {
        editor.insert(pieces.randomElement(using: &random) ?? "")
      } else {
        _ = editor.perform(commands.randomElement(using: &random) ?? .textLeft)
      }
      let text = editor.text
      let place = text.utf8.index(text.startIndex, offsetBy: editor.cursor)
      #expect(String.Index(place, within: text) != nil, "the cursor is inside a character")
      #expect(editor.layout == EditorLayout(text, columns: editor.columns))
      #expect(!text.utf8.contains(0x0D))
    }
    while editor.undo() {}
    #expect(editor.isEmpty)
  }

  @Test("undo returns to every earlier text with its cursor, redo to every later one")
  func undo() {
    var random = SeededGenerator(seed: 7)
    var editor = TextEditor("a lighthouse")
    var states = [(editor.text, editor.cursor)]
    for step in 0..<200 {
      switch step % 4 {
      case 0: editor.paste(Self.pieces.randomElement(using: &random) ?? "")
      case 1: _ = editor.perform(.textDeleteWordBack)
      case 2: editor.replaceAll(with: "text \(step)")
      default: _ = editor.perform(.promptNewline)
      }
      if editor.text != states.last?.0 { states.append((editor.text, editor.cursor)) }
    }
    let last = states.removeLast()
    for state in states.reversed() {
      let isUndone = editor.undo()
      #expect(isUndone)
      #expect(editor.text == state.0)
      #expect(editor.cursor == state.1)
      #expect(editor.layout == EditorLayout(editor.text, columns: 80))
    }
    let isMoreUndone = editor.undo()
    #expect(!isMoreUndone)
    while editor.redo() {}
    #expect(editor.text == last.0)
    #expect(editor.cursor == last.1)
  }

  @Test("typing is undone word by word, deleting in one run, and moving ends a run")
  func grouping() {
    var editor = TextEditor()
    for letter in "red door " { editor.insert(String(letter)) }
    for letter in "open" { editor.insert(String(letter)) }
    for _ in 0..<3 { _ = editor.perform(.textDeleteBack) }
    var texts: [String] = []
    while editor.undo() { texts.append(editor.text) }
    #expect(texts == ["red door open", "red door ", "red ", ""])
    editor.insert("a")
    _ = editor.perform(.textLeft)
    _ = editor.perform(.textRight)
    editor.insert("b")
    editor.undo()
    #expect(editor.text == "a")
    editor.redo()
    #expect(editor.text == "ab")
  }

  @Test("a change after undo makes redo impossible")
  func redoIsDropped() {
    var editor = TextEditor()
    editor.paste("one")
    editor.undo()
    editor.paste("two")
    let isRedone = editor.redo()
    #expect(!isRedone)
    #expect(editor.text == "two")
  }

  @Test("the readline commands cut, put back and swap")
  func readline() {
    var editor = TextEditor("one two.three\nfour")
    _ = editor.perform(.textUp)
    #expect(editor.cursor == 4)
    _ = editor.perform(.textDeleteToLineEnd)
    #expect(editor.text == "one \nfour")
    _ = editor.perform(.textDeleteToLineEnd)
    #expect(editor.text == "one four")
    #expect(editor.cutText == "two.three\n", "neighbouring cuts are put together")
    _ = editor.perform(.textYank)
    #expect(editor.text == "one two.three\nfour")
    _ = editor.perform(.textLeft)
    _ = editor.perform(.textDeleteWordBack)
    _ = editor.perform(.textDeleteWordBack)
    #expect(editor.text == "one \nfour")
    #expect(editor.cutText == "two.three")
    _ = editor.perform(.textEnd)
    _ = editor.perform(.textTranspose)
    #expect(editor.text == "one \nforu")
    _ = editor.perform(.textWordLeft)
    #expect(editor.cursor == 5)
    _ = editor.perform(.textWordRight)
    #expect(editor.cursor == 9)
    let isAboutText = editor.perform(.promptGenerate)
    #expect(!isAboutText)
  }

  @Test("up and down keep the wanted column over short and wide rows")
  func wantedColumn() {
    var editor = TextEditor("abcdef\nx\n漢字漢字\nabcdef", columns: 40)
    editor.moveCursor(to: Point(row: 0, column: 5))
    var columns: [Int] = []
    for _ in 0..<4 {
      _ = editor.perform(.textDown)
      columns.append(editor.cursorPoint.column)
    }
    #expect(columns == [1, 4, 5, 6])
    for _ in 0..<2 { _ = editor.perform(.textUp) }
    #expect(editor.cursorPoint == Point(row: 1, column: 1))
    _ = editor.perform(.textUp)
    #expect(editor.cursorPoint == Point(row: 0, column: 5))
    _ = editor.perform(.textUp)
    #expect(editor.cursor == 0)
  }

  @Test("pasting keeps every character and makes line ends plain")
  func paste() {
    var editor = TextEditor("[]")
    _ = editor.perform(.textLeft)
    editor.paste("a\r\nb\rc\n\u{1b}[31m\t\u{200B}")
    #expect(editor.text == "[a\nb\nc\n\u{1b}[31m\t\u{200B}]")
    #expect(editor.display(0..<1).string == "[")
    let row = editor.layout.rows[3]
    #expect(editor.display(row.start..<row.end).string == "␛[31m   ]")
    editor.undo()
    #expect(editor.text == "[]")
  }

  @Test("a megabyte can be pasted and edited: the effort of a key does not grow with the text")
  func megabyte() {
    let words = String(repeating: "a lighthouse in a storm, 嵐の灯台 \r\n", count: 26_000)
    var editor = TextEditor(columns: 60)
    editor.paste(words)
    #expect(editor.text.utf8.count > 1_000_000)
    _ = editor.perform(.textStart)
    for _ in 0..<40 { _ = editor.perform(.textDown) }
    let time = ContinuousClock().measure {
      for _ in 0..<100 { editor.insert("x") }
    }
    #expect(editor.text.utf8.count(where: { $0 == UInt8(ascii: "x") }) == 100)
    #expect(time < .seconds(30), "wrapping all of it for each key takes minutes in a debug build")
  }
}
