import Synchronization

/// How many streams of events are open.
final class ListenerCount: Sendable {
  private let limit: Int
  private let count = Mutex(0)

  init(limit: Int) { self.limit = limit }

  /// A listener's place, for as long as something refers to it.
  final class Place: Sendable {
    private let listeners: ListenerCount
    fileprivate init(among listeners: ListenerCount) { self.listeners = listeners }
    deinit { listeners.count.withLock { $0 -= 1 } }
  }

  /// - Throws: `DoorError` 429 when nobody more is let in.
  func enter() throws(DoorError) -> Place {
    let isFree = count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    guard isFree else {
      throw DoorError(
        429, "too_many_listeners", "Too many listen to events already.",
        headers: [("Retry-After", "10")])
    }
    return Place(among: self)
  }
}
