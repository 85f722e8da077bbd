// Interfaces that are not served here, but checked.
extension OfficialSchema {
  static let skills = SchemaObject(
    "an exposed skill interface", required: ["type", "port", "namespace", "skills"],
    [
      "type": .text, "address": .text(.address), "port": port, "namespace": .text(.kebab),
      "description": .text, "authentication": authentication, "skills": .some(.object(skill)),
    ])

  private static let skill = SchemaObject(
    "a skill", required: ["name", "description"],
    [
      "name": .text(.kebab), "description": .text(.atMost(1_024)), "license": .text,
      "compatibility": .text(.atMost(500)), "metadata": .map(keys: nil, values: .text),
      "allowed-tools": .text(.atMost(1_024)), "argument-hint": .text,
      "user-invocable": .boolean, "disable-model-invocation": .boolean,
      "location": .text(.fileURI), "tools": .some(.object(skillTool)),
    ])

  private static let skillTool = SchemaObject(
    "a skill's tool", required: ["name", "description"],
    [
      "name": .text(.kebab), "description": .text, "instruction": .text,
      "from": .object(
        SchemaObject(
          "'from'", required: ["sourceNamespace", "action"],
          ["sourceNamespace": .text, "action": .text])),
    ]
  ) { fields in
    switch (fields.contains("from"), fields.contains("instruction")) {
    case (false, false): .init(word: "missing-key", message: "needs 'from' or 'instruction'")
    case (true, true):
      .init(
        word: "conflict", message: "may not have both 'from' and 'instruction'",
        key: "instruction")
    default: nil
    }
  }

  static let control = SchemaObject(
    "an exposed control interface", required: ["type", "port"],
    [
      "type": .text, "address": .text(.address), "port": port, "authentication": authentication,
      "management": .object(management), "observability": .object(observability),
    ])

  private static let management = SchemaObject(
    "'management'",
    [
      "health": .boolean, "info": .boolean, "reload": .boolean, "validate": .boolean,
      "logs": .kinds("true, false or a mapping") { kind in
        switch kind {
        case .boolean: .anything
        case .object: .object(logs)
        default: nil
        }
      }, "scripting": .object(scripting),
    ])

  private static let logs = SchemaObject(
    "'logs'",
    ["level-control": .boolean, "stream": .boolean, "max-subscribers": .integer(1...20)])

  private static let scripting = SchemaObject(
    "'scripting'",
    [
      "enabled": .boolean, "defaultLocation": .text(.fileURI), "defaultLanguage": scriptLanguage,
      "timeout": positive, "statementLimit": positive,
      "allowedLanguages": .list(scriptLanguage),
    ])

  private static let positive = SchemaRule.integer(1...(1 << 53))
  private static let endpoint = SchemaObject("'local'", ["enabled": .boolean])

  private static let observability = SchemaObject(
    "'observability'",
    [
      "enabled": .boolean,
      "metrics": .object(SchemaObject("'metrics'", ["local": .object(endpoint)])),
      "traces": .object(
        SchemaObject(
          "'traces'",
          [
            "sampling": .numberUpTo(1), "propagation": .word(["w3c", "b3"]),
            "local": .object(
              SchemaObject(
                "'local'", ["enabled": .boolean, "buffer-size": .integer(10...10_000)])),
          ])),
      "exporters": .object(
        SchemaObject(
          "'exporters'",
          [
            "otlp": .object(
              SchemaObject("'otlp'", required: ["endpoint"], ["endpoint": .text]))
          ])),
    ])
}
