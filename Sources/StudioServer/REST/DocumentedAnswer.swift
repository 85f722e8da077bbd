import StudioCore

/// An answer of one of the studio's own routes, as the document describes it.
struct DocumentedAnswer: Sendable {
  enum Content: Sendable {
    case nothing
    case json(schema: String)
    case bytes
    case events
  }

  let status: Int
  let summary: String
  let content: Content

  static func json(_ status: Int, _ summary: String, schema: String) -> DocumentedAnswer {
    DocumentedAnswer(status: status, summary: summary, content: .json(schema: schema))
  }

  static func problem(_ status: Int, _ summary: String) -> DocumentedAnswer {
    json(status, summary, schema: "Error")
  }

  static func bytes(_ status: Int, _ summary: String) -> DocumentedAnswer {
    DocumentedAnswer(status: status, summary: summary, content: .bytes)
  }

  static func events(_ status: Int, _ summary: String) -> DocumentedAnswer {
    DocumentedAnswer(status: status, summary: summary, content: .events)
  }

  static func empty(_ status: Int, _ summary: String) -> DocumentedAnswer {
    DocumentedAnswer(status: status, summary: summary, content: .nothing)
  }

  var json: JSONValue {
    var answer: JSONObject = ["description": .string(summary)]
    switch content {
    case .nothing: break
    case .json(let schema):
      answer["content"] = ["application/json": ["schema": Self.reference(schema)]]
    case .bytes: answer["content"] = ["image/*": ["schema": [:]]]
    case .events: answer["content"] = ["text/event-stream": ["schema": ["type": "string"]]]
    }
    return .object(answer)
  }

  static func reference(_ schema: String) -> JSONValue {
    ["$ref": .string("#/components/schemas/\(schema)")]
  }
}
