/// A path of an exposed REST server.
public struct RESTResource: Sendable, Equatable {
  /// The resource's name.
  public let name: String?
  /// The path; `{name}` takes one segment.
  public let path: String
  /// What the resource is.
  public let summary: String?
  /// Parameters of every operation on the path.
  public let inputParameters: [ExposedParameter]
  /// The operations.
  public let operations: [RESTOperation]
  /// Where the resource is declared.
  public let mark: SourceMark
}
