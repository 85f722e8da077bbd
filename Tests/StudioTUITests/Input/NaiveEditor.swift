@testable import StudioTUI

/// The obvious editor: an array of characters. Slow, and right.
struct NaiveEditor {
  var characters: [Character] = []
  var cursor = 0

  var text: String { String(characters) }
  var textBeforeCursor: String { String(characters[..<cursor]) }

  var lineStart: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
  var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }

  mutating func insert(_ text: String) {
    characters.insert(contentsOf: Array(text), at: cursor)
    cursor += Array(text).count
  }

  mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  mutating func perform(_ command: Command) {
    let count = characters.count
    switch command {
    case .textLeft: cursor = max(0, cursor - 1)
    case .textRight: cursor = min(count, cursor + 1)
    case .textStart: cursor = 0
    case .textEnd: cursor = count
    case .textLineStart: cursor = lineStart
    case .textLineEnd: cursor = lineEnd
    case .textDeleteBack: remove(max(0, cursor - 1)..<cursor)
    case .textDeleteForward: remove(cursor..<min(count, cursor + 1))
    case .textDeleteToLineStart: remove(lineStart..<cursor)
    case .textDeleteToLineEnd:
      remove(cursor..<(lineEnd == cursor ? min(count, cursor + 1) : lineEnd))
    case .promptNewline: insert("\n")
    case .promptClear: remove(0..<count)
    default: break
    }
  }

  static let commands: [Command] = [
    .textLeft, .textRight, .textStart, .textEnd, .textLineStart, .textLineEnd, .textDeleteBack,
    .textDeleteForward, .textDeleteToLineStart, .textDeleteToLineEnd, .promptNewline,
  ]
}
