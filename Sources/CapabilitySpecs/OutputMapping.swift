/// The shape of an exposed answer and where its pieces come from.
public struct OutputMapping: Sendable, Equatable {
  /// What the value is made of.
  public indirect enum Content: Sendable, Equatable {
    /// The value at `mapping`, or the fixed `value`, unchanged. An object without `properties` or an
    /// array without `items` is this too.
    case whole
    /// An object with these members, in document order.
    case properties([Property])
    /// A list whose elements have this shape.
    case items(OutputMapping)
  }

  /// A named member of an object.
  public struct Property: Sendable, Equatable {
    /// The member's name.
    public let name: String
    /// The member's shape.
    public let shape: OutputMapping
  }

  /// The declared type.
  public let type: ParameterType
  /// A JSONPath into the consumed answer, or into the element of the list around it.
  public let mapping: String?
  /// A fixed value or template.
  public let value: MustacheTemplate?
  /// What the value is made of.
  public let content: Content
  /// Where it is declared.
  public let mark: SourceMark
}
