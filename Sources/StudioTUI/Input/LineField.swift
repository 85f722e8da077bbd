internal import TerminalScreen

/// A text of one line being edited: a filter, a value.
struct LineField: Sendable, Equatable {
  private var editor: TextEditor
  private static let unlimited = 1 << 40

  /// A field with the cursor behind its text; line ends become spaces.
  init(_ text: String = "") {
    editor = TextEditor(LineField.oneLine(text), columns: LineField.unlimited)
  }

  /// The text; never has a line end.
  var text: String { editor.text }
  /// The cursor, as an offset into the text's UTF-8.
  var cursor: Int { editor.cursor }
  /// The columns left of the cursor.
  var cursorColumn: Int { editor.cursorPoint.column }
  /// Whether there is no text.
  var isEmpty: Bool { editor.isEmpty }

  /// Types or pastes at the cursor; line ends become spaces.
  mutating func insert(_ text: String) { editor.insert(LineField.oneLine(text)) }

  /// Does what a command means for one line of text; false when the command is not about that.
  mutating func perform(_ command: Command) -> Bool {
    switch command {
    case .textUp, .textDown, .promptNewline: false
    default: editor.perform(command)
    }
  }

  /// The text from a column on, as it is shown, and the column where it begins: that of the
  /// character there.
  func display(fromColumn column: Int) -> (text: DisplayText, column: Int) {
    let text = editor.text
    let start = editor.layout.offset(at: Point(row: 0, column: column), in: text)
    let begin = editor.layout.point(of: start, in: text).column
    return (editor.display(start..<text.utf8.count), begin)
  }

  private static func oneLine(_ text: String) -> String {
    let plain = text.withPlainLineEnds
    guard plain.utf8.contains(0x0A) else { return plain }
    return String(decoding: plain.utf8.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
  }
}
