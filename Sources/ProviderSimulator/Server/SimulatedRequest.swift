import HTTPTypes
import Hummingbird
import NIOCore

/// One request, whole, as the simulated services see it.
struct SimulatedRequest: Sendable {
  let method: String
  /// The path as sent, without the query, still percent-encoded.
  let path: String
  /// The query as sent, without the question mark.
  let query: String
  let host: String
  /// Header values by lowercase name.
  let headers: [String: String]
  let body: [UInt8]
  let connection: Connection

  /// Collects the body of a request from the server.
  ///
  /// - Throws: when the client leaves, or sends more than 64 MiB.
  init(_ request: Request, connection: Connection) async throws {
    let target = (request.head.path ?? "/").split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    method = request.method.rawValue
    path = String(target.first ?? "/")
    query = target.count > 1 ? String(target[1]) : ""
    host = request.head.authority ?? ""
    headers = Dictionary(
      request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { $1 })
    body = Array(buffer: try await request.body.collect(upTo: 64 << 20))
    self.connection = connection
  }

  /// The decoded value of a query parameter.
  func parameter(_ name: String) -> String? {
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if let key = parts.first, PercentCoding.decoded(key) == name {
        return parts.count > 1 ? PercentCoding.decoded(parts[1]) : ""
      }
    }
    return nil
  }

  /// The decoded parts of the path.
  var segments: [String] { path.split(separator: "/").map { PercentCoding.decoded($0) } }
}
