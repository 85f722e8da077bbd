/// One request that a consumed service understands.
public struct ConsumedOperation: Sendable, Equatable {
  /// The second half of a `call`; unique within its service.
  public let name: String
  /// The HTTP method.
  public let method: HTTPMethod
  /// The path of the resource that holds the operation.
  public let path: String
  /// What the operation does.
  public let summary: String?
  /// The operation's own parameters; the service's and resource's come before them and are overridden
  /// by equal name and place.
  public let inputParameters: [ConsumedParameter]
  /// The request body; nil when parameters `in: body` are the body.
  public let body: RequestBody?
  /// How the answer's bytes are to be read.
  public let responseFormat: ResponseFormat
  /// What the answer looks like, in whatever language the author chose.
  public let outputSchema: String?
  /// Named pieces of the answer, for later steps; not needed to pass an answer on.
  public let outputParameters: [ConsumedOutput]
  /// Where the operation is declared.
  public let mark: SourceMark
}
