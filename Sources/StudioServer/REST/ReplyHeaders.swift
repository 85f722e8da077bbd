import HTTPTypes
import StudioCore

/// The headers of a service's reply that its caller sees.
enum ReplyHeaders {
  /// What concerns one connection, what would speak for this server, and what opens it to pages.
  private static let dropped: Set<String> = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
    "te", "trailer", "transfer-encoding", "upgrade", "content-length", "set-cookie", "server",
    "date", "alt-svc", "strict-transport-security", "cache-control", "via", "location",
    "server-timing", "x-should-retry", "x-content-type-options",
  ]

  static func fields(of reply: ServiceReply) -> HTTPFields {
    var fields = HTTPFields()
    for header in reply.headers {
      let lower = header.name.lowercased()
      guard !dropped.contains(lower), !lower.hasPrefix("access-control-"),
        !lower.hasPrefix("x-easel-")
      else { continue }
      let name = lower == "x-request-id" ? "x-upstream-request-id" : header.name
      guard let name = HTTPField.Name(name) else { continue }
      fields.append(HTTPField(name: name, value: header.value))
    }
    return fields
  }
}
