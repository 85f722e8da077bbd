extension OfficialSchema {
  /// A consumed service, in place or kept in another file.
  static let consumed = SchemaRule.choice { node in
    guard case .mapping(let members) = node.content, members.contains(where: { $0.key == "import" })
    else { return .object(service) }
    return .object(imported)
  }

  private static let imported = SchemaObject(
    "an imported service", required: ["location", "import"],
    [
      "location": .text, "import": .text(.kebab), "as": .text(.kebab), "description": .text,
    ])

  private static let service = SchemaObject(
    "a consumed service", required: ["namespace", "type", "baseUri"],
    [
      "namespace": .text(.kebab), "type": .word(["http"]), "description": .text,
      "baseUri": .text(.baseURI), "inputParameters": .list(.object(parameter)),
      "authentication": authentication, "resources": .some(.object(resource)),
    ])

  private static let resource = SchemaObject(
    "a consumed resource", required: ["name", "path", "operations"],
    [
      "name": .text(.kebab), "label": .text, "description": .text, "path": .text,
      "inputParameters": .list(.object(parameter)), "operations": .some(.object(operation)),
    ])

  private static let parameter = SchemaObject(
    "a consumed input parameter", required: ["name", "in"],
    [
      "name": .text(.extended),
      "in": .word(["query", "header", "path", "cookie", "body", "environment"]), "value": .text,
    ])

  private static let operation = SchemaObject(
    "a consumed operation", required: ["name", "method"],
    [
      "name": .text(.kebab), "label": .text, "description": .text, "method": methods,
      "inputParameters": .list(.object(parameter)),
      "outputRawFormat": .word(
        ResponseFormat.allCases.filter { $0 != .binary }.map(\.rawValue)),
      "outputSchema": .text, "outputParameters": .list(.object(output)), "body": body,
    ])

  private static let output = SchemaObject(
    "a consumed output", required: ["name", "type", "value"],
    ["name": .text(.extended), "type": outputTypes, "value": .text])

  private static let body = SchemaRule.kinds("a text or a mapping") { kind in
    switch kind {
    case .text: .anything
    case .object: typedBody
    default: nil
    }
  }

  private static let typedBody = tagged(
    "type",
    [
      "json": bodyObject(
        .kinds("a text, a list or a mapping") { kind in
          switch kind {
          case .text, .list, .object: .anything
          default: nil
          }
        }),
      "text": bodyObject(.text), "xml": bodyObject(.text), "sparql": bodyObject(.text),
      "formUrlEncoded": bodyObject(
        .kinds("a text or a mapping") { kind in
          switch kind {
          case .text: .anything
          case .object: .map(keys: nil, values: .text)
          default: nil
          }
        }),
      "multipartForm": bodyObject(.list(.object(part))),
    ],
    fallback: untagged(
      "a body", ["json", "text", "xml", "sparql", "formUrlEncoded", "multipartForm"]))

  private static func bodyObject(_ data: SchemaRule) -> SchemaObject {
    SchemaObject("a body", required: ["type", "data"], ["type": .text, "data": data])
  }

  private static let part = SchemaObject(
    "a part of a form", required: ["name", "value"],
    ["name": .text, "value": .text, "filename": .text, "contentType": .text])

  static let authentication = tagged(
    "type",
    [
      "basic": credentials(["username": .text, "password": .text]),
      "digest": credentials(["username": .text, "password": .text]),
      "bearer": credentials(["token": .text]),
      "apikey": credentials([
        "key": .text, "value": .text, "placement": .word(["header", "query"]),
      ]),
      "oauth2": credentials(
        [
          "authorizationServerUri": .text, "resource": .text, "scopes": .list(.text),
          "audience": .text, "tokenEndpoint": .text,
          "tokenValidation": .word(["jwks", "introspection"]),
        ], required: ["authorizationServerUri", "resource"]),
    ],
    fallback: untagged(
      "'authentication'", ["basic", "apikey", "bearer", "digest", "oauth2"]))

  private static func credentials(
    _ keys: [String: SchemaRule], required: [String] = []
  ) -> SchemaObject {
    SchemaObject(
      "'authentication'", required: ["type"] + required,
      keys.merging(["type": .text]) { known, _ in known })
  }
}
