/// The inside of `{{…}}`: a name, or a name qualified by the namespace of a bind.
public struct TemplateExpression: Sendable, Hashable, CustomStringConvertible {
  /// The namespace before the dot.
  public let qualifier: String?
  /// The variable or parameter.
  public let name: String

  /// An expression made of its parts.
  public init(qualifier: String? = nil, name: String) {
    self.qualifier = qualifier
    self.name = name
  }

  /// Reads `NAME` or `namespace.NAME`, spaces around allowed; nil for anything else.
  init?(_ text: Substring) {
    let parts = text.drop(while: { $0 == " " }).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    var names = parts.map(String.init)
    while let last = names.last, last.hasSuffix(" ") { names[names.count - 1].removeLast() }
    guard names.allSatisfy(Identifier.isExtended), let name = names.last else { return nil }
    self.init(qualifier: names.count == 2 ? names[0] : nil, name: name)
  }

  /// The expression without braces.
  public var description: String { qualifier.map { "\($0).\(name)" } ?? name }
}
