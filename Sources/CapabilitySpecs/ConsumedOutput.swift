/// A named piece of a consumed operation's answer.
public struct ConsumedOutput: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// Its declared type.
  public let type: ParameterType
  /// A JSONPath into the answer.
  public let path: String
  /// Where it is declared.
  let mark: SourceMark
}
