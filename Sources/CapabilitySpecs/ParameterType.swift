/// The declared type of a parameter or of a piece of an answer.
public enum ParameterType: String, Sendable, CaseIterable {
  /// Text.
  case string
  /// Any number.
  case number
  /// A whole number; inputs only.
  case integer
  /// True or false.
  case boolean
  /// A list.
  case array
  /// Named members.
  case object
  /// Bytes passed through; not in the official schema, but in published documents.
  case binary
}
