/// The rules that the published alpha2 schema puts on a document, in our own words. A document is
/// valid there exactly when `SchemaChecker` finds nothing.
enum OfficialSchema {
  static let document = SchemaObject(
    "the document", required: ["naftiko"],
    [
      "naftiko": .word([CapabilityParser.dialect]), "info": .object(info),
      "consumes": .some(consumed), "binds": .some(.object(bind)),
      "capability": .object(capability),
    ]
  ) { fields in
    switch (fields.contains("capability"), fields.contains("consumes")) {
    case (false, false): .init(word: "missing-key", message: "needs 'capability' or 'consumes'")
    case (true, true):
      .init(
        word: "conflict", message: "may not have both 'capability' and 'consumes'",
        key: "consumes")
    default: nil
    }
  }

  private static let info = SchemaObject(
    "'info'", required: ["label", "description"],
    [
      "label": .text, "description": .text, "tags": .list(.text), "created": .text(.date),
      "modified": .text(.date),
      "stakeholders": .list(
        .object(
          SchemaObject(
            "a stakeholder", required: ["role", "fullName"],
            ["role": .text, "fullName": .text, "email": .text(.email)]))),
    ])

  private static let bind = SchemaObject(
    "a bind", required: ["namespace", "keys"],
    [
      "namespace": .text(.kebab), "description": .text, "location": .text(.location),
      "keys": .map(keys: .variable, values: .text(.extended)),
    ])

  private static let capability = SchemaObject(
    "'capability'",
    [
      "binds": .some(.object(bind)), "exposes": .some(exposed), "consumes": .some(consumed),
      "aggregates": .some(.object(aggregate)),
    ]
  ) { fields in
    fields.contains("exposes") || fields.contains("consumes")
      ? nil : .init(word: "missing-key", message: "needs 'exposes' or 'consumes'")
  }
}

// Pieces that several rules use.
extension OfficialSchema {
  static let methods = SchemaRule.word(["GET", "POST", "PUT", "PATCH", "DELETE"])
  static let port = SchemaRule.integer(1...65_535)
  static let withArguments = SchemaRule.map(
    keys: nil,
    values: .kinds("a text or a number") { kind in
      switch kind {
      case .text, .number: .anything
      default: nil
      }
    })
  static let outputTypes = SchemaRule.word(["string", "number", "boolean", "object", "array"])
  static let inputTypes = SchemaRule.word(
    ["string", "number", "integer", "boolean", "array", "object"])

  /// An object whose rules follow from the word at `key`; without one of these words, the rules of
  /// `fallback` find what is wrong.
  static func tagged(
    _ key: String, _ objects: [String: SchemaObject], fallback: SchemaObject
  ) -> SchemaRule {
    .choice { node in
      guard case .mapping(let members) = node.content,
        case .text(let word) = members.first(where: { $0.key == key })?.value.scalar
      else { return .object(fallback) }
      return .object(objects[word] ?? fallback)
    }
  }

  /// The fallback of `tagged`: what the mapping has to say first.
  static func untagged(_ place: String, _ words: [String]) -> SchemaObject {
    SchemaObject(place, required: ["type"], keysOfAnyName: "type", .word(words))
  }
}
