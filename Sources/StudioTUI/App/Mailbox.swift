import Synchronization
import TerminalScreen

/// One queue for everything that happens. Anybody may post; the loop alone drains, in batches, so
/// that many events make one frame.
final class Mailbox: Sendable {
  private struct Contents {
    var events: [AppEvent] = []
    var drain: (@MainActor () -> Void)?
  }

  private let contents = Mutex(Contents())

  /// Lets `drain` be called whenever events have come, once for all that came meanwhile.
  func open(_ drain: @escaping @MainActor () -> Void) {
    let isWaiting = contents.withLock { contents in
      contents.drain = drain
      return !contents.events.isEmpty
    }
    if isWaiting { ring(drain) }
  }

  func post(_ event: AppEvent) {
    let drain = contents.withLock { contents in
      contents.events.append(event)
      return contents.events.count == 1 ? contents.drain : nil
    }
    if let drain { ring(drain) }
  }

  /// From the main actor this wakes no other thread: the way of a key to the terminal is short.
  private func ring(_ drain: @escaping @MainActor () -> Void) {
    Task { @MainActor in drain() }
  }

  /// Everything posted since the last time, in order; of several sizes only the last one counts.
  func drain() -> [AppEvent] {
    let batch = contents.withLock { contents in
      defer { contents.events = [] }
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
