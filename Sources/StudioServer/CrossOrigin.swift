import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Lets pages of the allowed origins, and of no other, read answers (the Fetch standard's CORS
/// protocol). Pages of loopback are let in, but have to be allowed like others to read.
struct CrossOrigin: Sendable {
  private let origins: Set<String>

  /// What names no single origin, such as `*` or `null`, allows nothing.
  init(allowed: [String]) {
    origins = Set(allowed.map { $0.lowercased() }.filter { $0.contains("://") })
  }

  func allows(_ origin: String) -> Bool { origins.contains(origin.lowercased()) }

  /// The answer to a browser that asks whether its page may send a request; nil for anything else.
  func preflight(_ request: Request) -> Response? {
    guard request.method == .options, granted(to: request) != nil,
      request.headers[Self.wantedMethod] != nil
    else { return nil }
    var response = Response(status: .noContent)
    response.headers[.accessControlAllowMethods] = "GET, HEAD, POST, PUT, PATCH, DELETE"
    // Documents may declare any header, and the origin is trusted.
    response.headers[.accessControlAllowHeaders] = request.headers[Self.wantedHeaders]
    response.headers[.accessControlMaxAge] = "600"
    return response
  }

  /// Says in an answer who may read it.
  func mark(_ headers: inout HTTPFields, for request: Request) {
    guard !origins.isEmpty else { return }
    headers.append(HTTPField(name: .vary, value: "Origin"))
    guard let origin = granted(to: request) else { return }
    headers[.accessControlAllowOrigin] = origin
    headers[.accessControlExposeHeaders] = Self.exposed
  }

  private func granted(to request: Request) -> String? {
    guard let origin = request.headers[.origin]?.lowercased() else { return nil }
    return origins.contains(origin) ? origin : nil
  }

  private static let wantedMethod = HTTPField.Name.accessControlRequestMethod
  private static let wantedHeaders = HTTPField.Name.accessControlRequestHeaders
  private static let exposed = [
    "x-request-id", "x-easel-generation", "x-easel-overhead-ms", "x-should-retry", "Retry-After",
    "Location", "Server-Timing", "WWW-Authenticate", "Mcp-Session-Id",
  ].joined(separator: ", ")
}
