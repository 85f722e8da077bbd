/// In JSON a fault is one object whose `kind` is the name of the case:
/// `{"kind": "stall", "afterBytes": 1000, "seconds": 60}`.
extension Fault: Codable {
  /// Reads one fault; numbers that are left out get a usable value, keys that it has not are refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: FaultKind.Key.self)
    func text(_ key: FaultKind.Key) throws -> String? {
      try values.decodeIfPresent(TextOrNumber.self, forKey: key)?.text
    }
    func count(_ key: FaultKind.Key, _ range: ClosedRange<Int> = 0...Self.mostBytes) throws -> Int?
    {
      try values.decodeIfPresent(Int.self, forKey: key, in: range)
    }
    let kind = try Self.kind(values)
    try decoder.refuseKeys(
      except: ["kind"] + kind.keys.map(\.rawValue), of: "the fault '\(kind.rawValue)'")
    let seconds = try values.decodeIfPresent(Double.self, forKey: .seconds, in: 0...86_400)
    switch kind {
    case .delay: self = .delay(seconds: seconds ?? 600)
    case .stall: self = .stall(afterBytes: try count(.afterBytes) ?? 0, seconds: seconds ?? 600)
    case .drip:
      self = .drip(bytes: try count(.bytes, 1...Self.mostBytes) ?? 1, seconds: seconds ?? 1)
    case .truncate: self = .truncate(afterBytes: try count(.afterBytes) ?? 0)
    case .wrongLength:
      self = .wrongLength(difference: try count(.difference, -Self.mostBytes...Self.mostBytes) ?? 1)
    case .reset: self = .reset(afterBytes: try count(.afterBytes))
    case .hangUp: self = .hangUp
    case .empty: self = .empty
    case .garbage: self = .garbage(bytes: try count(.bytes) ?? 1000)
    case .redirect:
      self = .redirect(
        status: try count(.status, 300...399) ?? 307,
        location: try values.decode(String.self, forKey: .location))
    case .answer:
      self = .answer(
        status: try count(.status, 200...599) ?? values.decode(Int.self, forKey: .status),
        headers: try values.decodeIfPresent([String: TextOrNumber].self, forKey: .headers)?
          .mapValues(\.text) ?? [:],
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

  private static let mostBytes = 64 << 20

  private static func kind(
    _ values: KeyedDecodingContainer<FaultKind.Key>
  ) throws -> FaultKind {
    let name = try values.decode(String.self, forKey: .kind)
    if let kind = FaultKind(rawValue: name) { return kind }
    let known = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
    throw FaultScriptError(
      values.codingPath + [FaultKind.Key.kind], "is no kind of fault; there are \(known)")
  }

  /// Writes the form that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: FaultKind.Key.self)
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

  private var kind: FaultKind {
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

extension KeyedDecodingContainer {
  /// A number of the range, if there is one; others would mean something else than they say.
  func decodeIfPresent<Number: Decodable & Comparable>(
    _ type: Number.Type, forKey key: Key, in range: ClosedRange<Number>
  ) throws -> Number? {
    guard let number = try decodeIfPresent(type, forKey: key) else { return nil }
    guard range.contains(number) else {
      throw FaultScriptError(
        codingPath + [key], "is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

/// A text, or a number as it would be written in one: what a header holds.
private struct TextOrNumber: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Int.self) {
      text = String(number)
    } else if let number = try? value.decode(Double.self) {
      text = String(number)
    } else {
      text = try value.decode(String.self)
    }
  }
}
