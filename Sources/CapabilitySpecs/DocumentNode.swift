/// A YAML node with its place; scalars keep the text they were written with.
struct DocumentNode {
  struct Member {
    let key: String
    let keyMark: SourceMark
    let value: DocumentNode
  }

  enum Content {
    /// `isPlain` is false for quoted and block scalars, which are always text.
    case scalar(String, isPlain: Bool)
    case sequence([DocumentNode])
    case mapping([Member])
  }

  let content: Content
  let mark: SourceMark

  /// Whether the node is an explicit or implied null, which counts as absent.
  var isNull: Bool {
    guard case .scalar(let text, true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// What the node is, for messages.
  var kind: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Which kind of value it is.
  var valueKind: DocumentValue.Kind {
    switch content {
    case .scalar: value.kind
    case .sequence: .list
    case .mapping: .object
    }
  }

  /// The value of a scalar; nil for a list or mapping.
  var scalar: DocumentValue? {
    guard case .scalar = content else { return nil }
    return value
  }

  /// The node as a literal value.
  var value: DocumentValue {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain ? Self.plainValue(text, isNull: isNull) : .text(text)
    case .sequence(let nodes): .list(nodes.map(\.value))
    case .mapping(let members):
      .object(members.map { DocumentValue.Member(name: $0.key, value: $0.value.value) })
    }
  }

  private static func plainValue(_ text: String, isNull: Bool) -> DocumentValue {
    if isNull { return .null }
    switch text {
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: return isJSONNumber(text) ? .number(text) : .text(text)
    }
  }

  /// Whether a text is a number in JSON's notation: `-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?`.
  static func isJSONNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: Identifier.isDigit)
    guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: Identifier.isDigit)
      guard !fraction.isEmpty else { return false }
      rest = rest.dropFirst(1 + fraction.count)
    }
    if let first = rest.first, "eE".utf8.contains(first) {
      rest = rest.dropFirst()
      if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
      guard !rest.isEmpty else { return false }
      rest = rest.drop(while: Identifier.isDigit)
    }
    return rest.isEmpty
  }
}
