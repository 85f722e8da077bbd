/// A path of a consumed service with the operations on it.
public struct ConsumedResource: Sendable, Equatable {
  /// The resource's name; empty where the document gives none.
  public let name: String
  /// Appended to the service's base URI; `{name}` stands for a path parameter.
  public let path: String
  /// What the resource is.
  public let summary: String?
  /// Parameters of every operation of the resource.
  public let inputParameters: [ConsumedParameter]
  /// The operations.
  public let operations: [ConsumedOperation]
  /// Where the resource is declared.
  public let mark: SourceMark
}
