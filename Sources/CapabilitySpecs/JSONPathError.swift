/// A path that is none, or uses more of JSONPath than is supported.
public struct JSONPathError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path as it is written.
  public let path: String

  /// The error about a path.
  public init(path: String) { self.path = path }

  /// One clause for people, printable.
  public var description: String {
    "\(PrintableText.quoted(path)) is no path of the supported kind: "
      + "$, .name, ['name'], [n], [*], .* and ..name"
  }
}
