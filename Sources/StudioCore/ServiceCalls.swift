/// The operations of the capabilities that a studio was given, callable in the service's own terms.
///
/// Where `Studio.submit` takes a neutral wish, this takes and gives what the service's own clients
/// say and hear. A call that makes pictures is a generation all the same: recorded before it leaves,
/// in the queue, in the history.
public protocol ServiceCalls: Sendable {
  /// Where a call of the operation goes when its arguments name neither model nor deployment; nil
  /// for one that makes no pictures, or is not known.
  func destination(service: String, operation: String) async -> Destination?

  /// Sends the call and answers when the service's answer is complete and its pictures are durable;
  /// an answer that is a stream of events comes as soon as it begins.
  ///
  /// Throws where there is no answer to pass on: `bad-configuration` (a placeholder without a value,
  /// a missing key), `spending-limit`, `unreachable`, `timed-out`, `bad-answer` (cut short, not JSON),
  /// `empty-answer` (no picture), `cancelled` …
  func call(_ call: ServiceCall) async throws(StudioError) -> ServiceReply
}
