/// In JSON a fault is one object whose `kind` is the name of the case:
/// `{"kind": "stall", "afterBytes": 1000, "seconds": 60}`.
extension Fault: Codable {
  private enum Kind: String, Codable {
    case delay, stall, drip, truncate, wrongLength, reset, hangUp, empty, garbage, redirect
    case answer, rateLimit, contentType, failMidway
  }

  private enum Key: String, CodingKey {
    case kind, seconds, afterBytes, bytes, difference, status, location, headers, body
    case retryAfter, retryAfterMilliseconds, mediaType, message
  }

  /// Reads one fault; numbers that are left out get a usable value.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func text(_ key: Key) throws -> String? { try values.decodeIfPresent(String.self, forKey: key) }
    func count(_ key: Key) throws -> Int? { try values.decodeIfPresent(Int.self, forKey: key) }
    let seconds = try values.decodeIfPresent(Double.self, forKey: .seconds)
    switch try values.decode(Kind.self, forKey: .kind) {
    case .delay: self = .delay(seconds: seconds ?? 600)
    case .stall: self = .stall(afterBytes: try count(.afterBytes) ?? 0, seconds: seconds ?? 600)
    case .drip: self = .drip(bytes: try count(.bytes) ?? 1, seconds: seconds ?? 1)
    case .truncate: self = .truncate(afterBytes: try count(.afterBytes) ?? 0)
    case .wrongLength: self = .wrongLength(difference: try count(.difference) ?? 1)
    case .reset: self = .reset(afterBytes: try count(.afterBytes))
    case .hangUp: self = .hangUp
    case .empty: self = .empty
    case .garbage: self = .garbage(bytes: try count(.bytes) ?? 1000)
    case .redirect:
      self = .redirect(
        status: try count(.status) ?? 307,
        location: try values.decode(String.self, forKey: .location))
    case .answer:
      self = .answer(
        status: try values.decode(Int.self, forKey: .status),
        headers: try values.decodeIfPresent([String: String].self, forKey: .headers) ?? [:],
        body: try text(.body) ?? "")
    case .rateLimit:
      self = .rateLimit(
        retryAfter: try text(.retryAfter),
        retryAfterMilliseconds: try text(.retryAfterMilliseconds))
    case .contentType:
      self = .contentType(try values.decode(String.self, forKey: .mediaType))
    case .failMidway: self = .failMidway(message: try text(.message) ?? "simulated failure")
    }
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(kind, forKey: .kind)
    switch self {
    case .delay(let seconds): try values.encode(seconds, forKey: .seconds)
    case .stall(let afterBytes, let seconds):
      try values.encode(afterBytes, forKey: .afterBytes)
      try values.encode(seconds, forKey: .seconds)
    case .drip(let bytes, let seconds):
      try values.encode(bytes, forKey: .bytes)
      try values.encode(seconds, forKey: .seconds)
    case .truncate(let afterBytes): try values.encode(afterBytes, forKey: .afterBytes)
    case .wrongLength(let difference): try values.encode(difference, forKey: .difference)
    case .reset(let afterBytes): try values.encodeIfPresent(afterBytes, forKey: .afterBytes)
    case .hangUp, .empty: break
    case .garbage(let bytes): try values.encode(bytes, forKey: .bytes)
    case .redirect(let status, let location):
      try values.encode(status, forKey: .status)
      try values.encode(location, forKey: .location)
    case .answer(let status, let headers, let body):
      try values.encode(status, forKey: .status)
      try values.encode(headers, forKey: .headers)
      try values.encode(body, forKey: .body)
    case .rateLimit(let retryAfter, let milliseconds):
      try values.encodeIfPresent(retryAfter, forKey: .retryAfter)
      try values.encodeIfPresent(milliseconds, forKey: .retryAfterMilliseconds)
    case .contentType(let mediaType): try values.encode(mediaType, forKey: .mediaType)
    case .failMidway(let message): try values.encode(message, forKey: .message)
    }
  }

  private var kind: Kind {
    switch self {
    case .delay: .delay
    case .stall: .stall
    case .drip: .drip
    case .truncate: .truncate
    case .wrongLength: .wrongLength
    case .reset: .reset
    case .hangUp: .hangUp
    case .empty: .empty
    case .garbage: .garbage
    case .redirect: .redirect
    case .answer: .answer
    case .rateLimit: .rateLimit
    case .contentType: .contentType
    case .failMidway: .failMidway
    }
  }
}
