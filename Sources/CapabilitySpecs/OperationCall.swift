/// The `call` of an exposed operation or tool with its `with` arguments.
public struct OperationCall: Sendable, Equatable {
  /// One key of `with`.
  public struct Argument: Sendable, Equatable {
    /// The parameter of the called operation.
    public let name: String
    /// What it is given.
    public let value: ArgumentValue
    /// Where it is declared.
    public let mark: SourceMark
  }

  /// The consumed service.
  public let namespace: String
  /// The operation of that service.
  public let operation: String
  /// The arguments in document order.
  public let arguments: [Argument]
  /// Where the call is declared.
  public let mark: SourceMark
}
