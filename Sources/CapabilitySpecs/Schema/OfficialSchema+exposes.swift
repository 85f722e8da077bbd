extension OfficialSchema {
  static let exposed = tagged(
    "type", ["rest": rest, "mcp": mcp, "skill": skills, "control": control],
    fallback: untagged("an exposed interface", ["rest", "mcp", "skill", "control"]))

  private static let rest = SchemaObject(
    "an exposed REST interface", required: ["type", "port", "namespace"],
    [
      "type": .text, "address": .text(.address), "port": port, "namespace": .text(.kebab),
      "authentication": authentication, "resources": .some(.object(exposedResource)),
    ])

  private static let exposedResource = SchemaObject(
    "an exposed resource", required: ["path"],
    [
      "label": .text, "description": .text, "path": .text, "name": .text(.kebab),
      "inputParameters": .list(.object(exposedParameter)), "operations": .list(exposedOperation),
      "forward": .object(
        SchemaObject(
          "'forward'", required: ["targetNamespace"],
          ["targetNamespace": .text(.kebab), "trustedHeaders": .some(.text)])),
    ]
  ) { fields in
    fields.contains("operations") || fields.contains("forward")
      ? nil : .init(word: "missing-key", message: "needs 'operations' or 'forward'")
  }

  private static let exposedParameter = SchemaObject(
    "an exposed input parameter", required: ["name", "in", "type", "description"],
    [
      "name": .text(.extended), "in": .word(["query", "header", "path", "cookie", "body"]),
      "type": inputTypes, "description": .text, "pattern": .text, "value": .text,
    ])

  /// An operation that calls nothing needs no outputs either, unlike a tool.
  private static let exposedOperation = modes(
    [
      (["steps", "name"], orchestratedOutputs), (["ref"], .list(.anything)),
      ([], mappedOutputs),
    ]
  ) { outputs, required in
    SchemaObject(
      "an exposed operation", required: ["method"] + required,
      [
        "name": .text(.kebab), "label": .text, "description": .text, "method": methods,
        "inputParameters": .list(.object(exposedParameter)), "ref": .text(.call),
        "call": .text(.call),
        "with": withArguments, "outputParameters": outputs, "steps": steps,
        "mappings": stepMappings,
      ])
  }

  private static let mcp = SchemaObject(
    "an exposed MCP interface", required: ["type", "namespace", "tools"],
    [
      "type": .text, "transport": .word(["http", "stdio"]), "address": .text(.address),
      "port": port, "namespace": .text(.kebab), "description": .text,
      "authentication": authentication, "tools": .some(tool), "resources": .some(mcpResource),
      "prompts": .some(.object(prompt)),
    ]
  ) { fields in
    let isStdio = fields["transport"]?.scalar == .text("stdio")
    switch (isStdio, fields.contains("port")) {
    case (true, true):
      return .init(
        word: "conflict", message: "may not have 'port' with 'transport: stdio'", key: "port")
    case (false, false): return .init(word: "missing-key", message: "needs 'port'")
    default: return nil
    }
  }

  private static let tool = modes(
    [
      (["call"], mappedOutputs), (["steps"], orchestratedOutputs), (["ref"], .list(.anything)),
      (["outputParameters"], mockOutputs),
    ]
  ) { outputs, mode in
    SchemaObject(
      "a tool", required: mode == ["ref"] ? mode : ["name", "description"] + mode,
      [
        "name": .text(.kebab), "label": .text, "description": .text,
        "inputParameters": toolParameters, "ref": .text(.call), "call": .text(.call),
        "with": withArguments, "steps": steps, "mappings": stepMappings,
        "hints": .object(
          SchemaObject(
            "'hints'",
            [
              "readOnly": .boolean, "destructive": .boolean, "idempotent": .boolean,
              "openWorld": .boolean,
            ])), "outputParameters": outputs,
      ])
  }

  static let toolParameters = SchemaRule.list(
    .object(
      SchemaObject(
        "a tool's input parameter", required: ["name", "type", "description"],
        [
          "name": .text(.extended), "type": inputTypes, "description": .text,
          "required": .boolean,
        ])))
}
