import NIOCore
import Synchronization

/// The open connections of one port. When there are too many, those on which nothing is being done
/// make room, the oldest first: whoever asks something is served, however many only stay.
final class ConnectionTable: Sendable {
  private struct Place {
    var connection: Connection
    var since: Int
    var isBusy = false
  }

  private struct State {
    var places: [ObjectIdentifier: Place] = [:]
    var count = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = max(1, limit) }

  var count: Int { state.withLock { $0.places.count } }

  /// Takes in a connection and answers the one that has to go, which may be the new one itself.
  func enter(_ connection: Connection) -> Connection? {
    state.withLock { state in
      state.count += 1
      state.places[ObjectIdentifier(connection)] = Place(
        connection: connection, since: state.count)
      guard state.places.count > limit else { return nil }
      let resting = state.places.values.filter { !$0.isBusy && $0.connection !== connection }
      let leaving = resting.min { $0.since < $1.since }?.connection ?? connection
      state.places[ObjectIdentifier(leaving)] = nil
      return leaving
    }
  }

  /// Says whether a complete request is being worked on.
  func set(_ connection: Connection, isBusy: Bool) {
    state.withLock { $0.places[ObjectIdentifier(connection)]?.isBusy = isBusy }
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
