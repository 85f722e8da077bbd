/// A group of variables whose values come from outside the document.
public struct Binding: Sendable, Equatable {
  /// One variable and the name under which its provider knows it.
  public struct Key: Sendable, Equatable {
    /// The name used in templates.
    public let variable: String
    /// The name looked up in the provider, such as an environment variable's.
    public let source: String
    /// Where it is declared.
    public let mark: SourceMark
  }

  /// The qualifier of the variables in templates: `{{namespace.VARIABLE}}`.
  public let namespace: String
  /// What the variables are for.
  public let summary: String?
  /// The provider's URI; nil means the process environment.
  public let location: String?
  /// The variables in document order.
  public let keys: [Key]
  /// Where the group is declared.
  public let mark: SourceMark

  /// Whether the values come from the process environment.
  public var isEnvironment: Bool { location == nil }
}
