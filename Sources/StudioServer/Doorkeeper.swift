import CCrypto
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// Decides who may ask at all, before anything is looked up: the name by which the server was
/// reached, the page that sends the request, the token.
struct Doorkeeper: Sendable {
  /// nil: any name, as a token protects a server that is reached from elsewhere.
  private let hosts: Set<String>?
  private let origins: CrossOrigin
  private let token: [UInt8]?

  private static let loopback: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

  init(options: ServerOptions, address: String) {
    let own = Set(options.allowedHosts.map { $0.lowercased() })
    let isOpen = !ListeningAddress.isLoopback(address) && own.isEmpty
    hosts =
      isOpen
      ? nil : own.union(Self.loopback).union([address.lowercased(), "[\(address.lowercased())]"])
    origins = CrossOrigin(allowed: options.allowedOrigins)
    token = options.token.map { Array($0.utf8) }
  }

  /// - Throws: `DoorError` 421 (a name that is not ours: a page may have pointed its own name at us),
  ///   403 (a page from elsewhere), 401.
  func admit(_ request: Request, needsToken: Bool) throws(DoorError) {
    guard isOurs(request.head.authority ?? "") else {
      throw DoorError(421, "misdirected_request", "This server does not go by that host name.")
    }
    if let origin = request.headers[.origin], !isAllowed(origin: origin) {
      throw DoorError(403, "origin_not_allowed", "Pages of that origin may not use this server.")
    }
    guard !needsToken || hasToken(request) else {
      throw DoorError(
        401, "invalid_token", "This server wants its token as 'Authorization: Bearer'.",
        headers: [("WWW-Authenticate", "Bearer")])
    }
  }

  private func isOurs(_ authority: String) -> Bool {
    guard let hosts else { return !authority.isEmpty }
    return Self.hostName(authority).map(hosts.contains) ?? false
  }

  /// The name before the port, in lower case; nil when it is not `host` or `host:port`.
  private static func hostName(_ authority: String) -> String? {
    let isBracketed = authority.hasPrefix("[")
    let end =
      isBracketed
      ? authority.firstIndex(of: "]").map(authority.index(after:))
      : authority.firstIndex(of: ":") ?? authority.endIndex
    guard let end else { return nil }
    let port = authority[end...]
    guard port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy(\.isASCIIDigit)) else {
      return nil
    }
    return authority[..<end].lowercased()
  }

  private func isAllowed(origin: String) -> Bool {
    let origin = origin.lowercased()
    if origins.allows(origin) { return true }
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      let name = Self.hostName(String(origin.dropFirst(scheme.count)))
      return name.map(Self.loopback.contains) ?? false
    }
    return false
  }

  /// OpenAI's clients say `Authorization: Bearer`, those for Azure say `api-key`.
  private func hasToken(_ request: Request) -> Bool {
    guard let token else { return true }
    let bearer = request.headers[.authorization].flatMap { value -> String? in
      guard value.lowercased().hasPrefix("bearer ") else { return nil }
      return String(value.dropFirst(7))
    }
    let key = HTTPField.Name("api-key").flatMap { request.headers[$0] }
    return [bearer, key].contains { $0.map { Self.equal(Array($0.utf8), token) } ?? false }
  }

  /// Takes the same time wherever the two differ.
  private static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && CRYPTO_memcmp(one, other, other.count) == 0
  }
}

extension Character {
  var isASCIIDigit: Bool { self >= "0" && self <= "9" }
}
