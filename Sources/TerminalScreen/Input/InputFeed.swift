/// Hands on what comes in, at once and in order, to a single listener; until there is one it keeps it.
@MainActor
final class InputFeed {
  private var kept: [InputEvent] = []
  private var listener: (@MainActor (InputEvent) -> Void)?
  private var isFinished = false

  /// Hands on an event; nothing after the end.
  func send(_ event: InputEvent) {
    guard !isFinished else { return }
    guard let listener else { return kept.append(event) }
    listener(event)
  }

  /// Hands everything to `listener` from now on, beginning with what was kept.
  func listen(_ listener: @escaping @MainActor (InputEvent) -> Void) {
    self.listener = listener
    let events = kept
    kept = []
    events.forEach(listener)
  }

  /// Nothing is handed on after this but what was kept.
  func finish() { isFinished = true }
}
