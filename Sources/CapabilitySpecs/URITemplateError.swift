/// Why an address cannot be made from a template and values.
public enum URITemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No value, or an empty one, for the placeholder.
  case missing(name: String)
  /// The value may not stand in a host name. It is not repeated here: it may be hostile.
  case notAHostLabel(name: String)
  /// The path would hold `.` or `..`, which clients and servers resolve away.
  case dotSegment
  /// A brace without its counterpart, or nothing between braces.
  case malformed

  /// One clause for people, printable.
  public var description: String {
    switch self {
    case .missing(let name): "missing value for \(PrintableText.quoted("{\(name)}"))"
    case .notAHostLabel(let name):
      "the value for \(PrintableText.quoted("{\(name)}")) cannot be part of a host name: "
        + "1 to 63 letters, digits and inner hyphens are allowed"
    case .dotSegment: "the address would hold a path segment '.' or '..'"
    case .malformed: "the address template has unbalanced or empty braces"
    }
  }
}
