/// A value that a caller of an exposed operation or tool may give.
public struct ExposedParameter: Sendable, Equatable {
  /// The parameter's name.
  public let name: String
  /// The part of a REST request that carries it; nil for a tool's argument.
  public let location: ParameterLocation?
  /// Its type.
  public let type: ParameterType
  /// What it means, for the caller.
  public let summary: String
  /// Whether a call without it is refused; true unless the document says otherwise.
  public let isRequired: Bool
  /// A regular expression the value must match; REST only.
  public let pattern: String?
  /// A fixed value or template instead of the caller's; REST only.
  public let value: MustacheTemplate?
  /// Where it is declared.
  public let mark: SourceMark
}
