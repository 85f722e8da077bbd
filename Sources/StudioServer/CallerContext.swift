/// What the doors know of one request besides itself.
struct CallerContext: Sendable {
  /// The answer's `x-request-id`: unguessable, and in the log.
  let requestID: String
  /// When the request's head was read.
  let received: ContinuousClock.Instant
  let connection: Connection
  /// Raised when the server is told to stop: whatever would go on for ever ends then.
  let stopping: Signal
  /// Raised when the caller has the whole answer.
  let delivered = Signal()

  /// True once the caller has closed its side.
  var callerHasLeft: Bool { connection.departure.isRaised }

  /// Runs work that makes sense only while its caller waits; it is cancelled when the caller leaves.
  func whileCallerWaits<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
  ) async rethrows -> Value {
    try await connection.whileCallerWaits(work)
  }
}
