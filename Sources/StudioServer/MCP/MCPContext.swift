import StudioCore

/// What a request is answered in: its revision, and the ways back to who asked.
struct MCPContext: Sendable {
  var revision: MCPRevision
  /// Of the legacy era only.
  var session: MCPSession?
  /// Raised when the server is told to stop.
  var stopping: Signal
  /// Tells the client something that belongs to this request, without waiting.
  var notify: @Sendable (JSONValue) -> Void
}
