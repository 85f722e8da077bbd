import FoundationEssentials
import StudioCore

/// A generation as results and resources tell of it: small, without a byte of a picture.
struct GenerationSummary: Sendable {
  let generation: Generation
  var remarks: [String] = []

  var json: JSONObject {
    var json: JSONObject = [
      "generation": .string(generation.id.rawValue),
      "created": .number(Int(generation.createdAt.timeIntervalSince1970)),
      "state": .string(generation.state.rawValue),
      "images": .array(generation.images.indices.map { .object(image(at: $0)) }),
    ]
    json["model"] = generation.request.destination.modelOrDeployment.map {
      .string(PlainText.clean($0))
    }
    json["elapsed_ms"] = generation.duration.map { .number(Int(($0 * 1000).rounded())) }
    json["usage"] = generation.usage.map { .object(Self.json(of: $0)) }
    json["cost"] = .object(Self.json(of: generation.cost))
    let warnings = generation.warnings + remarks.filter { !generation.warnings.contains($0) }
    json["warnings"] = .array(warnings.map { .string(PlainText.clean($0)) })
    return json
  }

  /// The same with the wish itself, for who reads the history.
  var record: JSONObject {
    var record = json
    let request = generation.request
    record["prompt"] = .string(request.prompt)
    record["provider"] = .string(PlainText.clean(request.destination.provider.rawValue))
    record["parameters"] = .object(
      JSONObject(
        request.parameters.all.map { name, value in
          JSONObject.Member(name: name.rawValue, value: Self.json(of: value))
        }))
    record["error"] = generation.error.map { .string(ToolProblem($0).message) }
    return record
  }

  private func image(at place: Int) -> JSONObject {
    let image = generation.images[place]
    var json: JSONObject = [
      "uri": .string(StudioURI.image(generation.id, place + 1).text),
      "path": .string(generation.path(of: image)), "mimeType": .string(image.mediaType),
    ]
    json["width"] = image.width.map { .number($0) }
    json["height"] = image.height.map { .number($0) }
    json["bytes"] = .number(image.bytes)
    json["revised_prompt"] = generation.answer?.revisedPrompt.map {
      .string(PlainText.clean($0, limit: 4000))
    }
    json["seed"] = generation.request.parameters[.seed].map(Self.json(of:))
    return json
  }

  private static func json(of value: ParameterValue) -> JSONValue {
    switch value {
    case .text(let text): .string(text)
    case .number(let number): .number(number)
    }
  }

  private static func json(of usage: Usage) -> JSONObject {
    var json = JSONObject()
    json["input_tokens"] = usage.inputTokens.map { .number($0) }
    json["input_image_tokens"] = usage.inputImageTokens.map { .number($0) }
    json["output_tokens"] = usage.outputTokens.map { .number($0) }
    json["total_tokens"] = usage.totalTokens.map { .number($0) }
    return json
  }

  private static func json(of cost: Cost) -> JSONObject {
    var json: JSONObject = ["basis": .string(cost.basis.rawValue)]
    if let amount = cost.amount, amount.isFinite {
      json["amount"] = .number("\(amount)")
      json["currency"] = .string(cost.currency)
    }
    return json
  }

  /// The JSON Schema of `json`.
  static let schema: JSONObject = [
    "type": "object", "required": ["generation", "state", "images"],
    "properties": [
      "generation": [
        "type": "string", "description": "Names the generation in the studio's history.",
      ],
      "created": ["type": "integer", "description": "Seconds since 1970."],
      "state": [
        "type": "string", "enum": .array(Generation.State.allCases.map { .string($0.rawValue) }),
      ],
      "images": ["type": "array", "items": .object(imageSchema)],
      "model": ["type": "string"],
      "elapsed_ms": ["type": "integer"],
      "usage": ["type": "object"],
      "cost": [
        "type": "object",
        "properties": [
          "basis": ["type": "string"], "amount": ["type": "number"],
          "currency": ["type": "string"],
        ],
      ],
      "warnings": ["type": "array", "items": ["type": "string"]],
    ],
  ]

  private static let imageSchema: JSONObject = [
    "type": "object", "required": ["uri", "path", "mimeType", "bytes"],
    "properties": [
      "uri": ["type": "string", "description": "The resource that is the whole file."],
      "path": ["type": "string", "description": "The file on the machine of the studio."],
      "mimeType": ["type": "string"], "width": ["type": "integer"],
      "height": ["type": "integer"], "bytes": ["type": "integer"],
      "revised_prompt": ["type": "string"], "seed": ["type": ["integer", "string"]],
    ],
  ]
}
