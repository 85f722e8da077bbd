/// One change of an edited text: enough to take it back and to make it again.
struct TextChange: Sendable, Equatable {
  /// What made the change; neighbouring changes of one kind are undone together.
  enum Kind: Sendable {
    case typing, deletingBack, deletingForward, other
  }

  let kind: Kind
  /// Where, as an offset into the text's UTF-8.
  private(set) var offset: Int
  private(set) var removed: String
  private(set) var inserted: String
  /// The cursor before and after.
  let cursorBefore: Int
  private(set) var cursorAfter: Int

  init(
    _ kind: Kind, at offset: Int, removed: String, inserted: String, cursorBefore: Int,
    cursorAfter: Int
  ) {
    self.kind = kind
    self.offset = offset
    self.removed = removed
    self.inserted = inserted
    self.cursorBefore = cursorBefore
    self.cursorAfter = cursorAfter
  }

  /// What it replaced, in the text before.
  var oldRange: Range<Int> { offset..<offset + removed.utf8.count }
  /// What is there instead, in the text after.
  var newRange: Range<Int> { offset..<offset + inserted.utf8.count }

  /// Takes the change that came next into this one when both belong to one run: letters of a word
  /// and the spaces behind it, or characters deleted one after the other.
  /// - Returns: Whether it did.
  mutating func absorb(_ next: TextChange) -> Bool {
    guard kind == next.kind, cursorAfter == next.cursorBefore else { return false }
    switch kind {
    case .typing where next.removed.isEmpty && newRange.upperBound == next.offset:
      guard !next.beginsWord(after: inserted) else { return false }
      inserted += next.inserted
    case .deletingBack where next.oldRange.upperBound == offset:
      removed = next.removed + removed
      offset = next.offset
    case .deletingForward where next.offset == offset:
      removed += next.removed
    default: return false
    }
    cursorAfter = next.cursorAfter
    return true
  }

  private func beginsWord(after text: String) -> Bool {
    guard let last = text.last, let first = inserted.first else { return false }
    return last.isWhitespace && !first.isWhitespace
  }
}
