/// What is known of one answer when it has been given. All texts are printable.
public struct ServerLogLine: Sendable {
  /// The `x-request-id` of the answer.
  public var requestID: String
  /// `rest` or `mcp`.
  public var door: String
  public var method: String
  /// The path without its query, cut to 200 characters.
  public var path: String
  public var status: Int
  /// The generation that the request made or asked for.
  public var generation: String?
  /// From the request's head to the answer's last byte.
  public var duration: Duration
  /// Of it, up to the answer's head, time not spent waiting for the service; nil where no service was
  /// asked. A large answer's pictures become durable after that.
  public var overhead: Duration?
  /// Bytes of the answer's body.
  public var bytes: Int
  /// True when the caller went away before the answer's end.
  public var wasAbandoned: Bool
}
