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

  /// Who knows the values.
  public enum Provider: Sendable, Equatable {
    /// The process environment.
    case environment
    /// A YAML or JSON file whose root maps keys to values. A relative path counts from the folder of
    /// the capability document, else from the working directory.
    case file(path: String)
    /// A provider that Easel does not ask, by its address: its variables count as not set.
    case unsupported(location: String)
  }

  /// The qualifier of the variables in templates: `{{namespace.VARIABLE}}`.
  public let namespace: String
  /// What the variables are for.
  public let summary: String?
  /// The provider's address as it is written; nil means the process environment.
  public let location: String?
  /// The variables in document order.
  public let keys: [Key]
  /// Where the group is declared.
  public let mark: SourceMark

  /// Whether the values come from the process environment.
  public var isEnvironment: Bool { location == nil }

  /// Who knows the values. `file:///etc/x` is absolute, `file:///./x` and `file://./x` are relative.
  public var provider: Provider {
    guard let location else { return .environment }
    guard location.hasPrefix("file://") else { return .unsupported(location: location) }
    let path = location.dropFirst("file://".count)
    if path.hasPrefix("/./") { return .file(path: String(path.dropFirst(3))) }
    if path.hasPrefix("./") { return .file(path: String(path.dropFirst(2))) }
    // What stands before the first slash of any other address is a host.
    guard path.hasPrefix("/"), path.utf8.count > 1 else { return .unsupported(location: location) }
    return .file(path: String(path))
  }
}
