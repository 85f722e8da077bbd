import NIOCore
import StudioCore

/// Harmless questions to a service: small GETs and POSTs that never generate.
struct ServiceQuery: Sendable {
  static let answerLimit = 4 << 20

  let transport: any HTTPTransport
  var limits = TimeLimits(connect: .seconds(3), idle: .seconds(5), total: .seconds(8))

  struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    var json: JSONValue? { try? JSONValue(parsing: body) }
  }

  /// Throws `TransportError`.
  func ask(
    _ method: String = "GET", _ url: String, credential: HeaderCredential? = nil,
    body: [UInt8] = []
  ) async throws -> Answer {
    let request = HTTPRequest(
      method: method, url: url,
      headers: [("Accept", "application/json"), ("User-Agent", "easel")]
        + (body.isEmpty ? [] : [("Content-Type", "application/json")]),
      credential: credential, body: body, limits: limits)
    return try await transport.exchange(request, onConnected: {}) { answer in
      var bytes: [UInt8] = []
      for try await chunk in answer.body {
        bytes.append(contentsOf: chunk.readableBytesView)
        if bytes.count > Self.answerLimit { break }
      }
      return Answer(status: answer.status, headers: answer.headers, body: bytes)
    }
  }
}
