/// A value that goes into a request to a consumed service.
public struct ConsumedParameter: Sendable, Equatable {
  /// The parameter's name there.
  public let name: String
  /// Which part of the request carries it.
  public let location: ParameterLocation
  /// A fixed value or template, which overrides anything a caller gives.
  public let value: MustacheTemplate?
  /// Its type; not in the official schema, but in published documents.
  public let type: ParameterType?
  /// What it means; not in the official schema either.
  public let summary: String?
  /// Whether the service wants it; not in the official schema either.
  public let isRequired: Bool?
  /// Where it is declared.
  public let mark: SourceMark
}
