/// The rhythms of the door.
struct MCPTimes: Sendable {
  /// Between two messages of progress while nothing else happens.
  var progress: Duration = .seconds(5)
  /// How long an HTTP answer may be silent before it becomes a stream, and a stream before it shows
  /// that it lives.
  var silence: Duration = .seconds(15)
  /// How long a call may take that tells its client of progress; the others: `ServerOptions.callLimit`.
  var longCall: Duration = .seconds(900)
  /// How long a legacy session may rest before it is forgotten.
  var sessionRest: Duration = .seconds(3600)
}
