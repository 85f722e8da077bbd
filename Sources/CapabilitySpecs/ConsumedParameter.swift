/// A value that goes into a request to a consumed service.
public struct ConsumedParameter: Sendable, Equatable {
  /// The parameter's name there.
  public let name: String
  /// Which part of the request carries it.
  public let location: ParameterLocation
  /// A fixed value or template, which overrides anything a caller gives.
  public let value: MustacheTemplate?
  /// Where it is declared.
  public let mark: SourceMark
}
