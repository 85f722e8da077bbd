/// What callers may ask of the server. What goes beyond is refused, and the server stays responsive
/// for the others.
public struct ServerLimits: Sendable {
  /// Bytes of one request's body.
  public var body = 25 << 20
  /// Bytes of one message of MCP over HTTP.
  public var message = 4 << 20
  /// Bytes of all bodies that are being read or worked on at once.
  public var bodies = 256 << 20
  /// Bytes of one request's head.
  public var head = 32 << 10
  /// Header fields of one request.
  public var fields = 100
  /// From a head's first byte, or a new connection, to the head's end.
  public var headTime: Duration = .seconds(10)
  /// Within this time a body must bring at least 1 KiB more, or its end.
  public var bodyTime: Duration = .seconds(10)
  /// Within this time a caller must take some of an answer that waits for it.
  public var takeTime: Duration = .seconds(60)
  /// How long a connection may rest between two requests.
  public var idleTime: Duration = .seconds(60)
  /// Open connections of each port. A new one beyond closes one that has no request running:
  /// one that never had any, else the one that has rested longest.
  public var connections = 1_024
  /// Calls of services that run at once; more are told to come back.
  public var calls = 256
  /// Open streams of events (`/studio/v1/events`).
  public var eventStreams = 64

  public init() {}
}
