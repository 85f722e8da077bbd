import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import StudioCore

/// Reads the JSON body of a request, as far as there is one.
struct RequestBodyReader {
  let request: Request
  let limit: Int
  /// Takes memory into account before it is used.
  let reserve: (Int) throws(DoorError) -> Void

  /// Whether the request says that a body follows.
  private var hasBody: Bool {
    if request.headers.contains(.transferEncoding) { return true }
    return (request.headers[.contentLength].flatMap { Int($0) } ?? 0) > 0
  }

  /// The bytes and what they say; nil without a body.
  ///
  /// - Throws: `DoorError` 415, 413, 400, 429; whatever ended the connection meanwhile.
  func read() async throws -> (bytes: [UInt8], value: JSONValue)? {
    guard hasBody else { return nil }
    guard isJSON else {
      throw DoorError(
        415, "unsupported_media_type", "The body must be JSON: 'Content-Type: application/json'.")
    }
    let bytes = try await collect()
    do {
      return (bytes, try JSONValue(parsing: bytes))
    } catch {
      throw DoorError(400, "invalid_json", "The body is not JSON: \(error.description).")
    }
  }

  /// A page from elsewhere can send any other type without asking first.
  private var isJSON: Bool {
    guard let type = request.headers[.contentType] else { return false }
    let parts = type.split(separator: ";").map {
      $0.filter { !$0.isWhitespace }.lowercased()
    }
    guard parts.first == "application/json" else { return false }
    return parts.dropFirst().allSatisfy {
      !$0.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains($0)
    }
  }

  private func collect() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    // Only what has come counts: a length that is merely announced takes nothing from others.
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= limit else {
        throw DoorError(Refusal.longBody(limit: limit))
      }
      try reserve(buffer.readableBytes)
      buffer.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
    }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), bytes.count != length {
      throw DoorError(Refusal.broken)
    }
    return bytes
  }
}
