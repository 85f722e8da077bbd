/// A JSON value as it stands on the wire: members keep their order, numbers keep their spelling.
///
/// Both services are simulated from their exact bytes, so the order of members and the text of a
/// number in an error message matter.
enum WireJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([WireJSON])
  case object([Member])

  struct Member: Sendable, Equatable {
    var name: String
    var value: WireJSON
  }
}

extension WireJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .number(String(value)) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(arrayLiteral elements: WireJSON...) { self = .array(elements) }
  init(nilLiteral: ()) { self = .null }
  init(dictionaryLiteral elements: (String, WireJSON)...) {
    self = .object(elements.map { Member(name: $0.0, value: $0.1) })
  }

  static func int(_ value: Int) -> WireJSON { .number(String(value)) }
}

extension WireJSON {
  /// The member with exactly this name; the last one wins, as in both services.
  subscript(name: String) -> WireJSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The member whose name matches without regard to case, which is how Go's decoder looks.
  func member(ignoringCase name: String) -> WireJSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name.lowercased() == name }?.value
  }

  var text: String? {
    if case .string(let value) = self { value } else { nil }
  }

  var integer: Int? {
    if case .number(let spelling) = self { Int(spelling) } else { nil }
  }

  var flag: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var elements: [WireJSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// Go's word for the kind of value, used in its type errors.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
