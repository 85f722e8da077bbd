import StudioCore

/// The shapes that the document names.
enum Schemas {
  static let all: JSONValue = [
    "Error": error, "Generation": generation, "GenerationList": generationList,
    "HistoryPage": historyPage, "NewGeneration": newGeneration, "Image": image,
    "Destination": destination, "DestinationList": destinationList, "Health": health,
    "Model": model, "ModelList": modelList,
    "Document": ["type": "object"],
  ]

  private static let text: JSONValue = ["type": "string"]
  private static let textOrNull: JSONValue = ["type": ["string", "null"]]
  private static let numberOrNull: JSONValue = ["type": ["number", "null"]]
  private static let countOrNull: JSONValue = ["type": ["integer", "null"], "minimum": 0]
  private static let count: JSONValue = ["type": "integer", "minimum": 0]
  private static let flag: JSONValue = ["type": "boolean"]

  private static func words(_ words: [String]) -> JSONValue {
    ["type": "string", "enum": .array(words.map { .string($0) })]
  }

  /// An object of which every member is always there; more may come within a version.
  private static func object(_ members: JSONObject) -> JSONValue {
    [
      "type": "object", "properties": .object(members),
      "required": .array(members.members.map { .string($0.name) }),
    ]
  }

  private static func list(of schema: String) -> JSONValue {
    ["type": "array", "items": DocumentedAnswer.reference(schema)]
  }

  private static let error: JSONValue = object([
    "error": object(["message": text, "type": text, "param": textOrNull, "code": text])
  ])

  private static let generation: JSONValue = object([
    "version": count, "id": text, "state": words(Generation.State.allCases.map(\.rawValue)),
    "provider": text, "resource": textOrNull, "deployment": textOrNull, "host": textOrNull,
    "model": textOrNull, "prompt": text, "parameters": ["type": "object"],
    "images": list(of: "Image"), "record": text, "createdAt": text, "duration": numberOrNull,
    "cost": object([
      "amount": numberOrNull, "currency": text, "basis": words(["estimate", "actual", "unknown"]),
    ]),
    "warnings": ["type": "array", "items": text], "resend": ["type": ["object", "null"]],
    "error": ["type": ["object", "null"]],
  ])

  private static let image: JSONValue = object([
    "path": text, "url": text, "mediaType": text, "width": countOrNull, "height": countOrNull,
    "bytes": count, "sha256": text,
  ])

  private static let generationList: JSONValue = object([
    "generations": list(of: "Generation")
  ])

  private static let historyPage: JSONValue = object([
    "generations": list(of: "Generation"), "offset": count, "total": count,
    "unreadable": count,
  ])

  private static let destination: JSONValue = object([
    "version": count, "provider": text, "resource": textOrNull, "deployment": textOrNull,
    "host": textOrNull, "model": textOrNull,
    "readiness": words(["checking", "ready", "untested", "unavailable"]), "usable": flag,
    "reason": textOrNull, "hint": textOrNull, "note": textOrNull,
  ])

  private static let destinationList: JSONValue = object([
    "destinations": list(of: "Destination")
  ])

  private static let model: JSONValue = object([
    "id": text, "object": words(["model"]), "created": count, "owned_by": text,
  ])

  private static let modelList: JSONValue = object([
    "object": words(["list"]), "data": list(of: "Model"),
  ])

  private static let health: JSONValue = object(["status": text])

  private static let newGeneration: JSONValue = [
    "type": "object", "required": ["prompt"], "additionalProperties": false,
    "properties": [
      "prompt": ["type": "string", "minLength": 1, "pattern": "\\S"],
      "provider": ["type": "string", "minLength": 1],
      "resource": ["type": "string", "minLength": 1],
      "deployment": ["type": "string", "minLength": 1],
      "model": ["type": "string", "minLength": 1],
      "parameters": [
        "type": "object", "additionalProperties": false, "properties": .object(parameters),
      ],
    ],
  ]

  private static let parameters = JSONObject(
    ParameterName.allCases.map { name in
      JSONObject.Member(
        name: name.rawValue,
        value: name.isNumber
          ? ["type": "integer", "minimum": 0, "maximum": 4_294_967_295]
          : ["type": "string", "minLength": 1])
    })
}

extension ParameterName {
  /// Whether the parameter's value is a whole number.
  var isNumber: Bool {
    switch self {
    case .count, .seed, .compression, .partials: true
    case .size, .quality, .format, .background, .style, .moderation: false
    }
  }
}
