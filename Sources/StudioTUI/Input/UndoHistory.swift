/// Every change of a text since it was opened, back and forth.
struct UndoHistory: Sendable, Equatable {
  private var done: [TextChange] = []
  private var undone: [TextChange] = []
  /// Whether the last change may take the next one in.
  private var isRunOpen = false

  /// Adds a change; what was undone before can no longer be redone.
  mutating func record(_ change: TextChange) {
    undone.removeAll()
    defer { isRunOpen = change.kind != .other }
    if isRunOpen, let last = done.indices.last, done[last].absorb(change) { return }
    done.append(change)
  }

  /// The next change is undone by itself.
  mutating func endRun() { isRunOpen = false }

  /// The change to take back.
  mutating func stepBack() -> TextChange? {
    isRunOpen = false
    guard let change = done.popLast() else { return nil }
    undone.append(change)
    return change
  }

  /// The change to make again.
  mutating func stepForward() -> TextChange? {
    isRunOpen = false
    guard let change = undone.popLast() else { return nil }
    done.append(change)
    return change
  }
}
