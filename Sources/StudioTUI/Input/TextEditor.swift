internal import StudioCore
internal import TerminalScreen

/// The model of a text being edited: text, cursor, undo, and how it wraps. A plain value.
///
/// Line ends are `\n` only; all other characters stay as they came, also those that cannot be shown.
/// The cursor always stands between two characters as a reader counts them (grapheme clusters).
struct TextEditor: Sendable, Equatable {
  /// The text.
  private(set) var text: String
  /// The cursor, as an offset into the text's UTF-8.
  private(set) var cursor: Int
  /// How the text falls into rows; always up to date.
  private(set) var layout: EditorLayout
  /// The column that moving up and down aims at; kept over shorter rows.
  private var wantedColumn: Int?
  private var history = UndoHistory()
  /// What was cut last.
  private(set) var cutText = ""
  /// How long the text would have become by what was refused last.
  private var refusedLength: Int?
  /// Whether the last thing done was cutting: then the next cut adds to `cutText`.
  private var isCutting = false

  /// Bytes of UTF-8 that can be typed and pasted into it.
  static let longest = GenerationRequest.longestPrompt

  /// An editor with the cursor behind the text.
  init(_ text: String = "", columns: Int = 80) {
    self.text = text.withPlainLineEnds
    self.text.makeContiguousUTF8()
    cursor = self.text.utf8.count
    layout = EditorLayout(self.text, columns: columns)
  }

  /// Whether there is no text.
  var isEmpty: Bool { text.isEmpty }

  /// Width in columns that rows are wrapped to, at least 1; changing it wraps the text anew.
  var columns: Int {
    get { layout.columns }
    set {
      guard max(1, newValue) != layout.columns else { return }
      layout = EditorLayout(text, columns: newValue)
    }
  }

  /// The cursor's row and column on the screen, row 0 being the text's first.
  var cursorPoint: Point { layout.point(of: cursor, in: text) }

  /// How the text falls into rows of this width; free of charge when it is `columns`.
  func layout(columns: Int) -> EditorLayout {
    columns == layout.columns ? layout : EditorLayout(text, columns: columns)
  }

  /// A piece of one row as it is shown; offsets into the UTF-8, at character boundaries.
  func display(_ range: Range<Int>) -> DisplayText {
    DisplayText(self[range], lineBreaks: .marks, tabWidth: TextRuler.tabWidth)
  }

  /// A piece of the text.
  subscript(range: Range<Int>) -> String {
    String(text[index(range.lowerBound)..<index(range.upperBound)])
  }

  func index(_ offset: Int) -> String.Index { text.utf8.index(text.startIndex, offsetBy: offset) }

  func offset(_ index: String.Index) -> Int {
    text.utf8.distance(from: text.startIndex, to: index)
  }
}

extension TextEditor {
  /// Puts the cursor at a character boundary. Moving ends a run of typing or cutting.
  mutating func moveCursor(toOffset offset: Int, wantedColumn column: Int? = nil) {
    cursor = offset
    wantedColumn = column
    isCutting = false
    history.endRun()
  }

  /// Moves the cursor up (or down) by rows, towards the column where the movement began; beyond the
  /// first and last row to the text's start and end.
  mutating func moveCursor(byRows count: Int) {
    let here = cursorPoint
    let column = wantedColumn ?? here.column
    let row = here.row + count
    if row < 0 {
      moveCursor(toOffset: 0, wantedColumn: column)
    } else if row >= layout.rows.count {
      moveCursor(toOffset: text.utf8.count, wantedColumn: column)
    } else {
      let target = layout.offset(at: Point(row: row, column: column), in: text)
      moveCursor(toOffset: target, wantedColumn: column)
    }
  }

  /// Replaces a piece of the text as one change that can be undone; the cursor goes behind it. What
  /// would make the text longer than `longest` changes nothing; `takeRefusal` tells of it.
  mutating func replace(_ range: Range<Int>, with inserted: String, as kind: TextChange.Kind) {
    guard !range.isEmpty || !inserted.isEmpty else { return }
    let length = text.utf8.count - range.count + inserted.utf8.count
    guard length <= max(Self.longest, text.utf8.count) else {
      refusedLength = length
      return
    }
    let removed = self[range]
    let before = cursor
    substitute(range, inserted)
    cursor = boundary(atOrAfter: range.lowerBound + inserted.utf8.count)
    history.record(
      TextChange(
        kind, at: range.lowerBound, removed: removed, inserted: inserted, cursorBefore: before,
        cursorAfter: cursor))
    isCutting = false
  }

  /// How long the text would have become by what did not fit, if anything did not since this was
  /// asked last.
  mutating func takeRefusal() -> Int? {
    defer { refusedLength = nil }
    return refusedLength
  }

  /// Removes a piece of the text and keeps it for `textYank`, with what was cut right before.
  mutating func cut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let piece = self[range]
    let isBack = range.upperBound == cursor
    cutText = !isCutting ? piece : isBack ? piece + cutText : cutText + piece
    replace(range, with: "", as: .other)
    isCutting = true
  }

  /// Takes the last change back; false when there is none.
  @discardableResult
  mutating func undo() -> Bool {
    guard let change = history.stepBack() else { return false }
    substitute(change.newRange, change.removed)
    cursor = change.cursorBefore
    isCutting = false
    return true
  }

  /// Makes the change again that was taken back last; false when there is none.
  @discardableResult
  mutating func redo() -> Bool {
    guard let change = history.stepForward() else { return false }
    substitute(change.oldRange, change.inserted)
    cursor = change.cursorAfter
    isCutting = false
    return true
  }

  private mutating func substitute(_ range: Range<Int>, _ inserted: String) {
    text.replaceSubrange(index(range.lowerBound)..<index(range.upperBound), with: inserted)
    layout.update(text, replacing: range, byCount: inserted.utf8.count)
    wantedColumn = nil
  }

  /// An edit can join the characters on both sides; then the cursor goes behind the joined one.
  private func boundary(atOrAfter offset: Int) -> Int {
    let place = index(offset)
    let isBoundary = place == text.endIndex || String.Index(place, within: text) != nil
    return isBoundary ? offset : self.offset(text.index(after: place))
  }
}
