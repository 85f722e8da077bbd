extension OfficialSchema {
  static let steps = SchemaRule.some(
    tagged(
      "type",
      [
        "call": step(["call"], ["call": .text(.call), "with": withArguments]),
        "lookup": step(
          ["index", "match", "lookupValue", "outputParameters"],
          [
            "index": .text(.kebab), "match": .text(.kebab), "lookupValue": .text,
            "outputParameters": .some(.text),
          ]),
        "script": step(
          ["file"],
          [
            "language": scriptLanguage, "location": .text(.fileURI), "file": .text(.notEmpty),
            "dependencies": .some(.text(.notEmpty)), "with": withArguments,
          ]),
      ], fallback: untagged("a step", ["call", "lookup", "script"])))

  static let stepMappings = SchemaRule.list(
    .object(
      SchemaObject(
        "a mapping of steps", required: ["targetName", "value"],
        ["targetName": .text(.target), "value": .text])))

  static let scriptLanguage = SchemaRule.word(["javascript", "python", "groovy"])

  private static func step(
    _ required: [String], _ keys: [String: SchemaRule]
  ) -> SchemaObject {
    SchemaObject(
      "a step", required: ["type", "name"] + required,
      keys.merging(["type": .text, "name": .text(.kebab)]) { $1 })
  }

  static let aggregate = SchemaObject(
    "an aggregate", required: ["label", "namespace", "functions"],
    [
      "label": .text, "namespace": .text(.kebab),
      "functions": .some(
        modes(
          [
            (["call"], mappedOutputs), (["steps"], orchestratedOutputs),
            (["outputParameters"], mockOutputs),
          ]
        ) { outputs, required in
          function(outputs: outputs, required: required)
        }),
    ])

  private static func function(outputs: SchemaRule, required: [String]) -> SchemaObject {
    SchemaObject(
      "a function", required: ["name", "description"] + required,
      [
        "name": .text(.kebab), "description": .text,
        "semantics": .object(
          SchemaObject(
            "'semantics'", ["safe": .boolean, "idempotent": .boolean, "cacheable": .boolean])),
        "inputParameters": toolParameters, "call": .text(.call), "with": withArguments,
        "steps": steps, "mappings": stepMappings, "outputParameters": outputs,
      ])
  }

  /// A mapping in one of several modes, each with its own keys and shape of outputs. The mode that
  /// was meant is the first whose keys are there, else the last.
  static func modes(
    _ modes: [(keys: [String], outputs: SchemaRule)],
    _ object: (_ outputs: SchemaRule, _ required: [String]) -> SchemaObject
  ) -> SchemaRule {
    let keys = modes.map(\.keys)
    return .any(modes.map { .object(object($0.outputs, $0.keys)) }) { node in
      guard case .mapping(let members) = node.content else { return 0 }
      return keys.firstIndex { keys in
        keys.allSatisfy { key in members.contains { $0.key == key } }
      } ?? keys.count - 1
    }
  }
}
