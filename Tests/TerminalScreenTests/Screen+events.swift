import TerminalScreen

extension Screen {
  /// What comes in from now on, for a single consumer; ends after a hang-up.
  var events: AsyncStream<InputEvent> {
    let (events, continuation) = AsyncStream<InputEvent>.makeStream()
    listen { event in
      continuation.yield(event)
      if event == .hangup { continuation.finish() }
    }
    return events
  }
}
