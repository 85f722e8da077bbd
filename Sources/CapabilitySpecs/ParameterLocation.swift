/// The part of a request that carries a parameter.
public enum ParameterLocation: String, Sendable, CaseIterable {
  /// After the `?`.
  case query
  /// A header field.
  case header
  /// A placeholder of the path.
  case path
  /// A cookie.
  case cookie
  /// The body: a single such parameter is the body, several are its members.
  case body
  /// The process environment; consumed parameters only.
  case environment
}
