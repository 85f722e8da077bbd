internal import Glibc

extension TextEditor {
  /// Types a text at the cursor. Runs of typing are undone word by word.
  mutating func insert(_ typed: String) {
    let typed = typed.withPlainLineEnds
    replace(cursor..<cursor, with: typed, as: typed == "\n" ? .other : .typing)
  }

  /// Inserts pasted text at the cursor, undone as one.
  mutating func paste(_ pasted: String) {
    replace(cursor..<cursor, with: pasted.withPlainLineEnds, as: .other)
  }

  /// Puts another text in place of all; the cursor goes behind it. One undo brings the old one back.
  mutating func replaceAll(with text: String) {
    replace(0..<self.text.utf8.count, with: text.withPlainLineEnds, as: .other)
  }

  /// Does what a command means for text; false when the command is not about text.
  mutating func perform(_ command: Command) -> Bool {
    switch command {
    case .promptNewline: insert("\n")
    case .promptUndo: undo()
    case .promptRedo: redo()
    case .promptClear: replaceAll(with: "")
    default: return move(command) || delete(command)
    }
    return true
  }

  private mutating func delete(_ command: Command) -> Bool {
    switch command {
    case .textDeleteBack:
      replace(offset(before: cursor)..<cursor, with: "", as: .deletingBack)
    case .textDeleteForward:
      replace(cursor..<offset(after: cursor), with: "", as: .deletingForward)
    case .textDeleteWordBack: cut(wordStart(before: cursor)..<cursor)
    case .textDeleteWordForward: cut(cursor..<wordEnd(after: cursor))
    case .textDeleteToLineStart: cut(layout.line(at: cursor).lowerBound..<cursor)
    case .textDeleteToLineEnd: cutToLineEnd()
    case .textYank: paste(cutText)
    case .textTranspose: transpose()
    default: return false
    }
    return true
  }

  /// At the end of a line it is the line end that goes.
  private mutating func cutToLineEnd() {
    let end = layout.line(at: cursor).upperBound
    cut(cursor..<(end == cursor ? offset(after: cursor) : end))
  }

  /// Swaps the characters around the cursor, at a line's end the two before it.
  private mutating func transpose() {
    let line = layout.line(at: cursor)
    let end = cursor == line.upperBound ? cursor : offset(after: cursor)
    let middle = offset(before: end)
    let start = offset(before: middle)
    guard start >= line.lowerBound, start < middle, middle < end else { return }
    replace(start..<end, with: self[middle..<end] + self[start..<middle], as: .other)
  }
}

extension String {
  /// The text with `\n` for every line end; the same one when it has no other.
  var withPlainLineEnds: String {
    var text = self
    let hasReturns = text.withUTF8 { bytes in
      bytes.baseAddress.map { memchr($0, 0x0D, bytes.count) != nil } ?? false
    }
    guard hasReturns else { return text }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.utf8.count)
    var isAfterReturn = false
    for byte in text.utf8 {
      if byte != 0x0A || !isAfterReturn { plain.append(byte == 0x0D ? 0x0A : byte) }
      isAfterReturn = byte == 0x0D
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
