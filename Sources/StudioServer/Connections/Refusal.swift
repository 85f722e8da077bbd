/// Why a request is turned away before any route sees it. The connection is closed after it: where
/// the next request would begin is not certain any more.
struct Refusal: Error, Sendable {
  var status: Int
  var code: String
  var message: String

  init(_ status: Int, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  static let slowHead = Refusal(
    408, "request_timeout", "The request's head did not arrive in time.")
  static let slowBody = Refusal(
    408, "request_timeout", "The request's body stopped arriving.")
  static let longHead = Refusal(
    431, "head_too_large", "The request's head is longer than this server reads.")
  static let broken = Refusal(
    400, "bad_request", "This is not a request of HTTP/1.1 that this server reads.")

  static func longBody(limit: Int) -> Refusal {
    Refusal(413, "body_too_large", "The request's body is longer than \(limit) bytes.")
  }
}
