/// The names of faults in a script, each with the keys that go with it.
enum FaultKind: String, Codable, CaseIterable {
  case delay, stall, drip, truncate, wrongLength, reset, hangUp, empty, garbage, redirect
  case answer, rateLimit, contentType, failMidway

  enum Key: String, CodingKey {
    case kind, seconds, afterBytes, bytes, difference, status, location, headers, body
    case retryAfter, retryAfterMilliseconds, mediaType, message
  }

  var keys: [Key] {
    switch self {
    case .delay: [.seconds]
    case .stall: [.afterBytes, .seconds]
    case .drip: [.bytes, .seconds]
    case .truncate, .reset: [.afterBytes]
    case .wrongLength: [.difference]
    case .hangUp, .empty: []
    case .garbage: [.bytes]
    case .redirect: [.status, .location]
    case .answer: [.status, .headers, .body]
    case .rateLimit: [.retryAfter, .retryAfterMilliseconds]
    case .contentType: [.mediaType]
    case .failMidway: [.message]
    }
  }

  /// What happens, in a few words for the manual.
  var summary: String {
    switch self {
    case .delay: "nothing for so many seconds, then the answer"
    case .stall: "the body pauses after so many bytes"
    case .drip: "the body comes in pieces, one each so many seconds"
    case .truncate: "the connection closes within the body"
    case .wrongLength: "Content-Length is too large by the difference"
    case .reset: "a reset connection: before the headers, or within the body"
    case .hangUp: "the connection closes before the headers; nothing is billed"
    case .empty: "200 without a body"
    case .garbage: "200 and bytes that mean nothing"
    case .redirect: "a redirect (307) to location, which must be given"
    case .answer: "this answer in place of the service's; status must be given"
    case .rateLimit: "429 in the service's shape; an empty retryAfter: no header"
    case .contentType: "the right answer as another mediaType, which must be given"
    case .failMidway: "an error after 200 was sent"
    }
  }
}
