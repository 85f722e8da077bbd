/// A reference from `with` to what the caller gave: `qualifier.name`.
///
/// The specification's qualifier is the namespace of the exposed interface. Published documents write
/// `rest.`, `tools.` and `mcp.` instead; these are understood as the same thing.
public struct CallerReference: Sendable, Equatable, CustomStringConvertible {
  /// The qualifiers that stand for the interface's own namespace.
  public static let aliases = ["rest", "tools", "mcp"]

  /// The qualifier as it is written.
  public let qualifier: String
  /// The caller's parameter. `body` is the whole request body unless a parameter of that name was
  /// declared.
  public let name: String
  /// Whether the qualifier is one of `aliases` and not the interface's own namespace.
  public let usesAlias: Bool

  /// Reads a `with` value; nil when it is not a reference to the caller of this interface.
  public init?(_ text: String, interfaceNamespace: String) {
    guard let dot = text.firstIndex(of: ".") else { return nil }
    let qualifier = String(text[..<dot])
    let name = String(text[text.index(after: dot)...])
    guard Identifier.isExtended(name) else { return nil }
    guard qualifier == interfaceNamespace || Self.aliases.contains(qualifier) else { return nil }
    self.qualifier = qualifier
    self.name = name
    usesAlias = qualifier != interfaceNamespace
  }

  /// A reference by the interface's own namespace.
  init(_ name: String, of interfaceNamespace: String) {
    qualifier = interfaceNamespace
    self.name = name
    usesAlias = false
  }

  /// The reference as it is written.
  public var description: String { "\(qualifier).\(name)" }
}
