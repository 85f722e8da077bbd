/// A literal value of a document, typed as YAML's core schema types it; members keep their order.
public indirect enum DocumentValue: Sendable, Equatable {
  /// A named member of an object.
  public struct Member: Sendable, Equatable {
    /// The member's name.
    public let name: String
    /// The member's value.
    public let value: DocumentValue

    /// A member made of its parts.
    public init(name: String, value: DocumentValue) {
      self.name = name
      self.value = value
    }
  }

  /// No value.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number in JSON's own notation, digits as they were written.
  case number(String)
  /// Text.
  case text(String)
  /// A list.
  case list([DocumentValue])
  /// Named members.
  case object([Member])

  /// The kinds that JSON tells apart.
  enum Kind: Sendable {
    case null, boolean, number, text, list, object
  }

  /// Which kind of value it is.
  var kind: Kind {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .number: .number
    case .text: .text
    case .list: .list
    case .object: .object
    }
  }

  /// Whether it is neither a list nor an object.
  var isScalar: Bool { kind != .list && kind != .object }

  /// All texts inside, depth first: the places where templates may stand.
  public var texts: [String] {
    switch self {
    case .null, .boolean, .number: []
    case .text(let text): [text]
    case .list(let values): values.flatMap(\.texts)
    case .object(let members): members.flatMap(\.value.texts)
    }
  }
}
