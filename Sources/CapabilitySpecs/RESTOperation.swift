/// A method on an exposed path.
public struct RESTOperation: Sendable, Equatable {
  /// The operation's name.
  public let name: String?
  /// The HTTP method.
  public let method: HTTPMethod
  /// The path of the resource that holds the operation.
  public let path: String
  /// What the operation does.
  public let summary: String?
  /// What callers may give.
  public let inputParameters: [ExposedParameter]
  /// The consumed operation behind it; nil for a mode that is not supported (steps, ref, mock), of
  /// which the parser warned.
  public let call: OperationCall?
  /// The shape of the answer; empty passes the consumed answer on unchanged.
  public let outputParameters: [OutputMapping]
  /// Where the operation is declared.
  public let mark: SourceMark
}
