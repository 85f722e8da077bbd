internal import TerminalScreen

extension TextEditor {
  /// Puts the cursor at a row and column (as from a mouse), or as near as possible.
  mutating func moveCursor(to point: Point) {
    moveCursor(toOffset: layout.offset(at: point, in: text))
  }

  /// Moves for one of the commands that move; false for any other.
  mutating func move(_ command: Command) -> Bool {
    switch command {
    case .textUp: moveCursor(byRows: -1)
    case .textDown: moveCursor(byRows: 1)
    default:
      guard let target = target(of: command) else { return false }
      moveCursor(toOffset: target)
    }
    return true
  }

  private func target(of command: Command) -> Int? {
    switch command {
    case .textLeft: offset(before: cursor)
    case .textRight: offset(after: cursor)
    case .textWordLeft: wordStart(before: cursor)
    case .textWordRight: wordEnd(after: cursor)
    case .textLineStart: layout.line(at: cursor).lowerBound
    case .textLineEnd: layout.line(at: cursor).upperBound
    case .textStart: 0
    case .textEnd: text.utf8.count
    default: nil
    }
  }

  /// The boundary one character to the left; the text's start stays.
  func offset(before offset: Int) -> Int {
    offset == 0 ? 0 : self.offset(text.index(before: index(offset)))
  }

  /// The boundary one character to the right; the text's end stays.
  func offset(after offset: Int) -> Int {
    offset >= text.utf8.count ? offset : self.offset(text.index(after: index(offset)))
  }

  /// Where the word left of an offset begins; words are letters and digits.
  func wordStart(before offset: Int) -> Int {
    var place = index(offset)
    func skip(while isSkipped: (Character) -> Bool) {
      while place > text.startIndex {
        let previous = text.index(before: place)
        guard isSkipped(text[previous]) else { return }
        place = previous
      }
    }
    skip { !$0.isInWord }
    skip(while: \.isInWord)
    return self.offset(place)
  }

  /// Where the word right of an offset ends.
  func wordEnd(after offset: Int) -> Int {
    let rest = text[index(offset)...]
    let word = rest.drop { !$0.isInWord }
    return self.offset(word.drop(while: \.isInWord).startIndex)
  }
}

extension Character {
  fileprivate var isInWord: Bool { isLetter || isNumber }
}
