import FoundationEssentials
import StudioCore

/// How often, and after which pause, a request is sent again that certainly started nothing.
struct ResendRules: Sendable {
  /// The user's own; 0 for never.
  var limit: Int
  /// The first pause where the service names none. Each one after it is twice as long, and a
  /// quarter more or less, so that several programs do not come back together.
  var pause = Duration.seconds(1)
  /// No pause of our own is longer.
  var longestPause = Duration.seconds(60)
  /// What a service may ask for at most: a job that would have to wait longer ends, and says when
  /// to come back.
  var patience = Duration.seconds(600)

  static let never = ResendRules(limit: 0)

  /// The next try; nil where there is none.
  ///
  /// - Parameter count: refusals so far, this one counted.
  func next(after count: Int, _ error: StudioError, now: Date = Date()) -> Resend? {
    guard count <= limit, error.provesNoStart else { return nil }
    let ours = seconds(after: count) * .random(in: 0.75...1.25)
    // A service that says “at once” is not asked at once.
    let at = error.retryAt.map { max($0, now + pause / .seconds(1)) } ?? now + ours
    guard at <= now + patience / .seconds(1) else { return nil }
    return Resend(at: at, number: count, limit: limit)
  }

  private func seconds(after count: Int) -> Double {
    let doublings = min(count - 1, 16)
    return min(longestPause / .seconds(1), pause / .seconds(1) * Double(1 << doublings))
  }

  /// Says in an error that ends a job why it is not sent again.
  func explained(_ error: StudioError, after count: Int, now: Date = Date()) -> StudioError {
    guard error.provesNoStart, limit > 0 else { return error }
    var error = error
    if count > limit {
      error.message += " It was tried \(count) times."
    } else if let retryAt = error.retryAt, retryAt > now + patience / .seconds(1) {
      error.hint =
        "The service asks to wait \(RetryAfter.words(until: retryAt, now: now)), longer than Easel "
        + "waits by itself: send it again then."
    }
    return error
  }
}
