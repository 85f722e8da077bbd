import StudioCore

/// Where an Ollama server is, read by Ollama's own rules for `OLLAMA_HOST` (envconfig, v0.32.5).
struct OllamaHost: Hashable, Sendable {
  var scheme: String
  /// As connected to: an address that means "all interfaces" has become loopback.
  var host: String
  var port: Int
  /// Without leading and trailing slash; empty for none. A trailing `v1` is dropped: paths have it.
  var path: String

  static let standard = OllamaHost("")

  /// Never fails: what cannot be read falls back to the default, as in Ollama.
  init(_ text: String) {
    var rest = Self.trimmed(text)
    var defaultPort = 11434
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = String(rest[mark.upperBound...])
      // Not 11434: a scheme without a port means the scheme's own port.
      if scheme == "http" { defaultPort = 80 }
      if scheme == "https" { defaultPort = 443 }
    } else if rest == "ollama.com" {
      scheme = "https"
      defaultPort = 443
    } else {
      scheme = "http"
    }
    // No part of an address of ours; and a name with a password must not get into a record.
    rest = String(rest.prefix { $0 != "?" && $0 != "#" })
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    path = Self.cleanPath(rest[slash...])
    let authority = rest[..<slash].split(separator: "@", omittingEmptySubsequences: false).last
    (host, port) = Self.split(authority ?? "", defaultPort: defaultPort)
    if host.isEmpty || host == "0.0.0.0" { host = "127.0.0.1" }
    if host == "::" { host = "::1" }
  }

  /// `http://127.0.0.1:11434`, with the base path if there is one.
  var base: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(name):\(port)" + (path.isEmpty ? "" : "/\(path)")
  }

  /// True where what is sent cannot be read by others on the way.
  var isLoopback: Bool { NearAddress.isLoopback(host: host) }

  private static func trimmed(_ text: String) -> String {
    let isOuter: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" || $0 == "'" }
    return String(
      text.drop(while: isOuter).reversed().drop(while: isOuter).reversed())
  }

  private static func cleanPath(_ text: Substring) -> String {
    var parts = text.split(separator: "/")
    if parts.last == "v1" { parts.removeLast() }
    return parts.joined(separator: "/")
  }

  private static func split(_ text: Substring, defaultPort: Int) -> (String, Int) {
    if text.hasPrefix("[") {
      let end = text.firstIndex(of: "]") ?? text.endIndex
      let host = String(text[text.index(after: text.startIndex)..<end])
      let rest = end < text.endIndex ? text[text.index(after: end)...] : ""
      return (host, port(rest.dropFirst(), defaultPort))
    }
    // More than one colon without brackets: an IPv6 address, no port.
    guard text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") else {
      return (String(text), defaultPort)
    }
    return (String(text[..<colon]), port(text[text.index(after: colon)...], defaultPort))
  }

  private static func port(_ text: Substring, _ defaultPort: Int) -> Int {
    guard let port = Int(text), (0...65535).contains(port) else { return defaultPort }
    return port
  }
}
