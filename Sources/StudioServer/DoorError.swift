import HTTPTypes
import Hummingbird
import StudioCore

/// An error that this server makes itself, in the shape that OpenAI's clients read:
/// `{"error":{"message":…,"type":…,"param":…,"code":…}}`.
struct DoorError: Error, Sendable {
  var status: Int
  var type: String
  var code: String
  var message: String
  /// The parameter that is to blame.
  var param: String?
  var headers: [(name: String, value: String)] = []

  init(
    _ status: Int, _ code: String, _ message: String, param: String? = nil, type: String? = nil,
    headers: [(name: String, value: String)] = []
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.param = param
    self.type = type ?? Self.type(for: status)
    self.headers = headers
  }

  init(_ refusal: Refusal) { self.init(refusal.status, refusal.code, refusal.message) }

  private static func type(for status: Int) -> String {
    switch status {
    case 401: "authentication_error"
    case 403: "permission_error"
    case 429: "rate_limit_error"
    case 502, 504: "upstream_error"
    case 500...: "server_error"
    default: "invalid_request_error"
    }
  }

  var json: JSONValue {
    [
      "error": [
        "message": .string(message), "type": .string(type),
        "param": param.map { .string($0) } ?? .null, "code": .string(code),
      ]
    ]
  }

  var response: Response {
    var response = Response(json: json, status: status)
    for header in headers { response.headers.set(header.name, header.value) }
    return response
  }

  /// The answer of a gate, which closes the connection after it.
  func closingAnswer(id: String) -> (headers: [(String, String)], body: String) {
    let body = json.json
    let headers = [
      ("Content-Type", "application/json"), ("Content-Length", String(body.utf8.count)),
      ("Connection", "close"), ("x-request-id", id),
    ]
    return (headers + CommonHeaders.all, body)
  }
}
