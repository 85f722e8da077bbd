/// For records, whose unknown members are kept. Numbers beyond `Int64` and `Double` lose precision
/// on this way, as in every reader of JSON that knows no others.
extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int64.self) {
      self = .number(String(integer))
    } else if let number = try? value.decode(Double.self) {
      self = .number(String(number))
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      let members = try value.decode([String: JSONValue].self)
      self = .object(
        JSONObject(
          distinct: members.sorted { $0.key < $1.key }
            .map { JSONObject.Member(name: $0.key, value: $0.value) }))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let bool): try value.encode(bool)
    case .number(let text):
      if let integer = Int64(text) {
        try value.encode(integer)
      } else {
        try value.encode(Double(text) ?? 0)
      }
    case .string(let string): try value.encode(string)
    case .array(let array): try value.encode(array)
    case .object(let object):
      let members = object.members.map { ($0.name, $0.value) }
      try value.encode(Dictionary(members) { first, _ in first })
    }
  }
}
