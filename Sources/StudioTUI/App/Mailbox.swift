import Synchronization
import TerminalScreen

/// One queue for everything that happens. Anybody may post; the loop alone drains, in batches, so
/// that many events make one frame.
final class Mailbox: Sendable {
  /// The least time between two frames for pictures alone: several come into one frame, and a key
  /// seldom finds the screen at work on them.
  static let pause = Duration.milliseconds(30)

  private struct Contents {
    var events: [AppEvent] = []
    var drain: (@MainActor () -> Void)?
    /// Whether the loop was told of events that it has not taken.
    var isRung = false
    /// Whether it will be told after a pause.
    var isPausing = false
    /// When it was told of pictures.
    var lastPicture: ContinuousClock.Instant?
  }

  private let contents = Mutex(Contents())

  /// Lets `drain` be called whenever events have come, once for all that came meanwhile.
  func open(_ drain: @escaping @MainActor () -> Void) {
    contents.withLock { $0.drain = drain }
    ring()
  }

  func post(_ event: AppEvent) {
    contents.withLock { $0.events.append(event) }
    ring()
  }

  /// Posts what may wait a moment, so that more of it comes along.
  func postPicture(_ event: AppEvent) {
    let wait = contents.withLock { contents -> Duration? in
      contents.events.append(event)
      guard !contents.isRung, !contents.isPausing else { return nil }
      let now = ContinuousClock.now
      let due = contents.lastPicture.map { $0 + Self.pause } ?? now
      contents.lastPicture = max(now, due)
      contents.isPausing = due > now
      return now.duration(to: max(now, due))
    }
    guard let wait else { return }
    guard wait > .zero else { return ring() }
    Task {
      try? await Task.sleep(for: wait)
      contents.withLock { $0.isPausing = false }
      ring()
    }
  }

  /// From the main actor this wakes no other thread: the way of a key to the terminal is short.
  private func ring() {
    let drain = contents.withLock { contents -> (@MainActor () -> Void)? in
      guard !contents.isRung, !contents.events.isEmpty, let drain = contents.drain else {
        return nil
      }
      contents.isRung = true
      return drain
    }
    if let drain { Task { @MainActor in drain() } }
  }

  /// Everything posted since the last time, in order; of several sizes only the last one counts.
  func drain() -> [AppEvent] {
    let batch = contents.withLock { contents in
      defer { (contents.events, contents.isRung) = ([], false) }
      return contents.events
    }
    let lastSize = batch.lastIndex { $0.isResize }
    return batch.enumerated().filter { !$0.element.isResize || $0.offset == lastSize }.map(
      \.element)
  }

  var isEmpty: Bool { contents.withLock { $0.events.isEmpty } }

  /// Lets nothing be drained any more.
  func close() { contents.withLock { $0.drain = nil } }
}

extension AppEvent {
  fileprivate var isResize: Bool {
    if case .input(.resize) = self { true } else { false }
  }
}
