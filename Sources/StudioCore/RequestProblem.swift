/// Something about a request that a person should know before it is sent.
public struct RequestProblem: Hashable, Sendable {
  public enum Field: Hashable, Sendable {
    case prompt
    case destination
    case parameter(ParameterName)
  }

  public enum Severity: Hashable, Sendable {
    /// The request is not sent.
    case error
    /// The request is sent, and the warning is part of the record.
    case warning
  }

  public var field: Field
  public var severity: Severity
  /// One sentence: what is wrong and what is allowed.
  public var message: String

  public init(_ field: Field, _ severity: Severity, _ message: String) {
    self.field = field
    self.severity = severity
    self.message = message
  }
}
