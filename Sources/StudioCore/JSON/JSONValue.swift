/// Any JSON value, without loss: numbers keep their text, objects the order of their members.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number by its own text, such as `1e3` or one of twenty digits: what is passed on unread must
  /// arrive as it was written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  public static func number(_ number: Int) -> JSONValue { .number(String(number)) }
}

// Reading.
extension JSONValue {
  /// A string, or a whole number as text: services give error codes as either.
  public var text: String? {
    switch self {
    case .string(let text): text
    case .number(let number): Int64(number).map(String.init)
    default: nil
    }
  }

  /// A number, as near as a `Double` comes.
  public var double: Double? {
    if case .number(let number) = self { Double(number) } else { nil }
  }

  /// A whole number, also one written as `4.0`.
  public var int: Int? {
    guard case .number(let number) = self else { return nil }
    return Int(number) ?? Double(number).flatMap { Int(exactly: $0) }
  }

  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

  public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The elements of an array; none of anything else.
  public var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// A member of an object; nil where there is none, or this is no object.
  public subscript(name: String) -> JSONValue? { object?[name] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(nilLiteral: ()) { self = .null }

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(name: $0, value: $1) }))
  }
}
