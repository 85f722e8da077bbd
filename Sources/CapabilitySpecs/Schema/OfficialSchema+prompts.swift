// What an MCP server offers besides tools. It is not served from documents, but checked.
extension OfficialSchema {
  static let mcpResource = modes(
    [
      (["call"], mappedOutputs), (["steps"], orchestratedOutputs),
      (["location"], .list(.anything)),
    ]
  ) { outputs, mode in
    SchemaObject(
      "an MCP resource", required: ["name", "label", "uri", "description"] + mode,
      [
        "name": .text(.extended), "label": .text, "uri": .text, "description": .text,
        "mimeType": .text(.mediaType), "call": .text(.call), "with": withArguments,
        "steps": steps, "mappings": stepMappings, "outputParameters": outputs,
        "location": .text(.fileURI),
      ]
    ) { fields in
      // `call` and `steps` together fit two modes of which the schema wants exactly one.
      let modes = ["call", "steps", "location"].filter(fields.contains)
      return modes.count < 2
        ? nil
        : .init(
          word: "conflict",
          message: "may not have \(Words.list(modes.map { "'\($0)'" })) together", key: modes[1])
    }
  }

  static let prompt = SchemaObject(
    "a prompt", required: ["name", "label", "description"],
    [
      "name": .text(.extended), "label": .text, "description": .text,
      "arguments": .some(
        .object(
          SchemaObject(
            "a prompt's argument", required: ["name", "description"],
            [
              "name": .text(.extended), "label": .text, "description": .text,
              "required": .boolean,
            ]))),
      "template": .some(
        .object(
          SchemaObject(
            "a prompt's message", required: ["role", "content"],
            ["role": .word(["user", "assistant"]), "content": .text]))),
      "location": .text(.fileURI),
    ]
  ) { fields in
    switch (fields.contains("template"), fields.contains("location")) {
    case (false, false): .init(word: "missing-key", message: "needs 'template' or 'location'")
    case (true, true):
      .init(
        word: "conflict", message: "may not have both 'template' and 'location'",
        key: "location")
    default: nil
    }
  }
}
