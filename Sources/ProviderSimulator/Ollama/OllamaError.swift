/// A refusal by Ollama, in either of its two shapes.
struct OllamaError: Error, Equatable {
  var status: Int
  var message: String

  init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }

  static let queueFull = "server busy, please try again.  maximum pending requests exceeded"
  static let tooLarge = "width and height must be <= 4096"
  static let unsupported = "image generation models are not currently supported"

  /// `{"error":"…"}`, the native shape.
  var nativeAnswer: Answer {
    let body: WireJSON = ["error": .string(message)]
    return Answer(
      status: status, type: "application/json; charset=utf-8", text: body.line(.go))
  }

  /// The shape of the /v1 routes; all four members are always there.
  var openAIAnswer: Answer {
    let body: WireJSON = [
      "error": [
        "message": .string(message), "type": .string(kind), "param": nil, "code": nil,
      ]
    ]
    return Answer(
      status: status, type: "application/json; charset=utf-8", text: body.line(.go))
  }

  private var kind: String {
    switch status {
    case 400: "invalid_request_error"
    case 404: "not_found_error"
    default: "api_error"
    }
  }
}
