import NIOCore
import Synchronization

/// The open connections of one port. When there are too many, those on which nothing is being done
/// make room: first those that never asked anything, then those that have rested longest. Whoever
/// asks something is served, however many only stay.
final class ConnectionTable: Sendable {
  private struct Place {
    var connection: Connection
    /// Counts the moments at which a connection came, or was last answered.
    var since: Int
    var isBusy = false
    var hasAsked = false
  }

  private struct State {
    var places: [ObjectIdentifier: Place] = [:]
    var moment = 0

    mutating func tick() -> Int {
      moment += 1
      return moment
    }
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = max(1, limit) }

  var count: Int { state.withLock { $0.places.count } }

  /// True when nearly all places are taken: then answers say that their connection ends, so that
  /// none has to be closed that its caller may just be using again.
  var isCrowded: Bool { state.withLock { $0.places.count > limit - limit / 8 } }

  /// Takes in a connection and answers the one that has to go, which may be the new one itself.
  func enter(_ connection: Connection) -> Connection? {
    state.withLock { state in
      state.places[ObjectIdentifier(connection)] = Place(
        connection: connection, since: state.tick())
      guard state.places.count > limit else { return nil }
      let resting = state.places.values.filter { !$0.isBusy && $0.connection !== connection }
      let leaving = resting.min { left, right in
        left.hasAsked == right.hasAsked ? left.since < right.since : right.hasAsked
      }?.connection
      state.places[ObjectIdentifier(leaving ?? connection)] = nil
      return leaving ?? connection
    }
  }

  /// Says whether a complete request is being worked on.
  func set(_ connection: Connection, isBusy: Bool) {
    state.withLock { state in
      let moment = state.tick()
      state.places[ObjectIdentifier(connection)]?.isBusy = isBusy
      state.places[ObjectIdentifier(connection)]?.hasAsked = true
      state.places[ObjectIdentifier(connection)]?.since = moment
    }
  }

  func leave(_ connection: Connection) {
    state.withLock { $0.places[ObjectIdentifier(connection)] = nil }
  }

  /// Stops everything and closes every connection.
  func closeAll() {
    for place in state.withLock({ $0.places }).values {
      place.connection.cancel()
      place.connection.channel.close(promise: nil)
    }
  }
}
