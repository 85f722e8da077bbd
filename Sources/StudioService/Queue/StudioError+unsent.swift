import StudioCore

extension StudioError {
  /// How a job ends of which certainly nothing was started: in the same words, whoever finds that.
  ///
  /// - Parameters:
  ///   - isCancelled: a person, or a caller, wants it no more; else its process had to end.
  ///   - isRepeated: an earlier request of it was refused.
  static func unsent(_ isCancelled: Bool, isRepeated: Bool = false) -> StudioError {
    let when = isRepeated ? "sent again" : "sent"
    if isCancelled {
      return StudioError(.cancelled, "Cancelled before this was \(when); nothing was billed.")
    }
    return StudioError(
      .interrupted, "Easel ended before this was \(when); nothing was billed.",
      hint: "Send it again.", isRetryable: true)
  }
}
