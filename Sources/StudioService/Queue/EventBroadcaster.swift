import StudioCore
import Synchronization

/// Hands every event to every listener. A listener that does not read loses progress first: its
/// buffer keeps the newest events, and changes are read from the store again when it catches up.
final class EventBroadcaster: Sendable {
  /// Far more than a screen leaves unread between two frames.
  private static let bufferSize = 4096

  private struct Listeners {
    var next = 0
    var all: [Int: AsyncStream<StudioEvent>.Continuation] = [:]
  }

  private let listeners = Mutex(Listeners())

  func send(_ event: StudioEvent) {
    let continuations = listeners.withLock { Array($0.all.values) }
    for continuation in continuations {
      if case .dropped = continuation.yield(event) { continuation.yield(.historyChanged) }
    }
  }

  func events() -> AsyncStream<StudioEvent> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: StudioEvent.self, bufferingPolicy: .bufferingNewest(Self.bufferSize))
    let number = listeners.withLock { listeners in
      listeners.next += 1
      listeners.all[listeners.next] = continuation
      return listeners.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.listeners.withLock { _ = $0.all.removeValue(forKey: number) }
    }
    return stream
  }
}
