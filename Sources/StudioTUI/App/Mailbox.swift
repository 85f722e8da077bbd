import Synchronization
import TerminalScreen

/// One queue for everything that happens. Anybody may post; the loop alone drains, in batches, so
/// that many events make one frame.
final class Mailbox: Sendable {
  private let events = Mutex<[AppEvent]>([])
  private let bell: AsyncStream<Void>.Continuation
  /// Rings when there is something to drain; rings that nobody heard count once.
  let rings: AsyncStream<Void>

  init() {
    (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func post(_ event: AppEvent) {
    events.withLock { $0.append(event) }
    bell.yield()
  }

  /// Everything posted since the last time, in order; of several sizes only the last one counts.
  func drain() -> [AppEvent] {
    let batch = events.withLock { events in
      defer { events = [] }
      return events
    }
    let lastSize = batch.lastIndex { $0.isResize }
    return batch.enumerated().filter { !$0.element.isResize || $0.offset == lastSize }.map(
      \.element)
  }

  var isEmpty: Bool { events.withLock { $0.isEmpty } }

  func close() { bell.finish() }
}

extension AppEvent {
  fileprivate var isResize: Bool {
    if case .input(.resize) = self { true } else { false }
  }
}
