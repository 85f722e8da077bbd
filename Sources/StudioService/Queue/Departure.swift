import Synchronization

/// When the first byte of a request was let go.
final class Departure: Sendable {
  private let moment = Mutex<ContinuousClock.Instant?>(nil)

  func note() { moment.withLock { $0 = .now } }

  /// nil before.
  var elapsed: Duration? { moment.withLock { $0 }?.duration(to: .now) }
}
