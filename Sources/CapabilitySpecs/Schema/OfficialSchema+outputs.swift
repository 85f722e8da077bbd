extension OfficialSchema {
  /// The answer of an operation that calls one other.
  static let mappedOutputs = SchemaRule.list(mappedOutput)
  /// The answer of an operation that is made of steps.
  static let orchestratedOutputs = SchemaRule.list(orchestratedOutput)
  /// The fixed answer of an operation that calls nothing.
  static let mockOutputs = SchemaRule.some(
    .object(
      SchemaObject(
        "a fixed output", required: ["name", "type", "value"],
        [
          "name": .text(.extended), "type": .word(["string", "number", "boolean"]),
          "value": .text,
        ])))

  private static let mappedOutput: SchemaRule = .choice { node in
    switch word("type", of: node) {
    case "object":
      mapped(
        required: ["properties"],
        ["properties": .map(keys: nil, values: .choice { _ in mappedOutput })])
    case "array": mapped(required: ["items"], ["items": .choice { _ in mappedOutput }])
    case "string", "number", "boolean": .object(mappedScalar)
    default:
      .object(SchemaObject("an output", required: ["type"], keysOfAnyName: "type", outputTypes))
    }
  }

  private static let mappedKeys: [String: SchemaRule] = [
    "type": .text, "mapping": .text, "value": .text,
    "const": .kinds("a value") { $0 == .null ? nil : .anything },
  ]

  private static func mapped(
    required: [String], _ keys: [String: SchemaRule]
  ) -> SchemaRule {
    .object(
      SchemaObject(
        "an output of this type", required: required, mappedKeys.merging(keys) { $1 }))
  }

  private static let mappedScalar = SchemaObject("an output of this type", mappedKeys) { fields in
    switch (fields.contains("mapping"), fields.contains("value")) {
    case (false, false): .init(word: "missing-key", message: "needs 'mapping' or 'value'")
    case (true, true):
      .init(word: "conflict", message: "may not have both 'mapping' and 'value'", key: "value")
    default: nil
    }
  }

  private static let orchestratedOutput: SchemaRule = .choice { node in
    switch word("type", of: node) {
    case "object":
      orchestrated(
        ["properties": .map(keys: nil, values: .choice { _ in orchestratedOutput })])
    case "array": orchestrated(["items": .some(.choice { _ in orchestratedOutput })])
    case "string", "number", "boolean": orchestrated([:])
    default:
      .object(SchemaObject("an output", required: ["type"], keysOfAnyName: "type", outputTypes))
    }
  }

  private static func orchestrated(_ keys: [String: SchemaRule]) -> SchemaRule {
    .object(
      SchemaObject(
        "an output of steps", required: ["name", "type"] + keys.keys,
        keys.merging(["name": .text(.extended), "type": .text]) { $1 }))
  }

  /// The text at a key of a mapping.
  static func word(_ key: String, of node: DocumentNode) -> String? {
    guard case .mapping(let members) = node.content,
      case .text(let word) = members.first(where: { $0.key == key })?.value.scalar
    else { return nil }
    return word
  }
}
