import StudioCore

/// The part of JSON Schema that the server's own document uses.
enum SchemaCheck {
  /// What is wrong with a value, or nil.
  static func problem(
    _ value: JSONValue, _ schema: JSONValue, in document: JSONValue, at place: String = "$"
  ) -> String? {
    if let reference = schema["$ref"]?.text {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard let target = document["components"]?["schemas"]?[name] else {
        return "\(place): no schema \(name)"
      }
      return problem(value, target, in: document, at: place)
    }
    if let type = schema["type"] {
      let types = type.elements.isEmpty ? [type] : type.elements
      guard types.contains(where: { isOf($0.text ?? "", value) }) else {
        return "\(place): is not \(type.json)"
      }
    }
    if case .array(let words)? = schema["enum"], !words.contains(value) {
      return "\(place): \(value.json) is none of the words"
    }
    for name in schema["required"]?.elements.compactMap(\.text) ?? [] where value[name] == nil {
      return "\(place): \(name) is missing"
    }
    for member in schema["properties"]?.object?.members ?? [] {
      guard let inner = value[member.name] else { continue }
      if let found = problem(inner, member.value, in: document, at: "\(place).\(member.name)") {
        return found
      }
    }
    guard let items = schema["items"] else { return nil }
    for element in value.elements {
      if let found = problem(element, items, in: document, at: "\(place)[]") { return found }
    }
    return nil
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch value {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .number: type == "number" || (type == "integer" && value.int != nil)
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }
}
