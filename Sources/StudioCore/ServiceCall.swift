/// A call of an operation that a capability consumes, as a door (REST, MCP) puts it.
public struct ServiceCall: Sendable {
  /// What becomes of the request when the one who asked goes away before the answer is there.
  public enum Abandonment: Sendable, Hashable {
    /// It is finished, and its pictures are kept.
    case finish
    /// It is finished where it costs money and may have left, stopped otherwise.
    case finishIfBilled
    /// It is stopped; what has left may still be billed, and the record says so.
    case stop
  }

  /// Names the wish: calling twice with one id is one generation.
  public var requestID: String
  /// The namespace of the consumed service.
  public var service: String
  /// The operation's name there.
  public var operation: String
  /// Values by the names of the operation's parameters. `body` is the whole body, which goes to the
  /// service as it is, members that nobody here knows included.
  public var arguments: [String: JSONValue]
  public var abandonment: Abandonment
  /// True where the id was made up for this very call: nobody can have called with it before, and
  /// no generation is looked for that has it already.
  public var isNew: Bool

  public init(
    requestID: String, service: String, operation: String, arguments: [String: JSONValue],
    abandonment: Abandonment = .finishIfBilled, isNew: Bool = false
  ) {
    self.requestID = requestID
    self.service = service
    self.operation = operation
    self.arguments = arguments
    self.abandonment = abandonment
    self.isNew = isNew
  }
}
