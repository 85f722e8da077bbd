/// The methods of operations. HEAD and OPTIONS are not in the official schema, but in published
/// documents.
public enum HTTPMethod: String, Sendable, CaseIterable {
  /// Read.
  case get = "GET"
  /// Create or run.
  case post = "POST"
  /// Replace.
  case put = "PUT"
  /// Change in part.
  case patch = "PATCH"
  /// Remove.
  case delete = "DELETE"
  /// Read without the body.
  case head = "HEAD"
  /// Ask what is allowed.
  case options = "OPTIONS"

  /// Whether the official alpha2 schema knows the method.
  var isOfficial: Bool { self != .head && self != .options }
}
