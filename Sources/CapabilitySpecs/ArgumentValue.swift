/// What a `with` key gives to the called operation.
public enum ArgumentValue: Sendable, Equatable {
  /// A value from the caller; when the caller did not supply it, the parameter stays unset.
  case reference(CallerReference)
  /// A text with expressions in it.
  case template(MustacheTemplate)
  /// A text or number as it is.
  case literal(DocumentValue)
}
