import NIOCore

/// Where a request goes, read from its address.
struct HTTPAddress: Sendable {
  let isSecure: Bool
  /// Without the brackets of IPv6.
  let host: String
  let port: Int
  /// Host and stated port, as the `Host` header says them.
  let authority: String
  /// Path and query, in visible ASCII.
  let target: String

  /// nil for what is no `http` or `https` address of a host.
  init?(_ text: String) {
    guard let origin = ServiceOrigin(text), !origin.host.isEmpty,
      origin.host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    isSecure = origin.scheme == "https"
    host = origin.host
    let usual = isSecure ? 443 : 80
    port = origin.port ?? usual
    guard (1...65535).contains(port) else { return nil }
    let name = host.contains(":") ? "[\(host)]" : host
    authority = port == usual ? name : "\(name):\(port)"
    target = Self.target(of: text.dropFirst(origin.text.count))
  }

  /// The address itself where the host is one; nil for a name.
  var literal: SocketAddress? { try? SocketAddress(ipAddress: host, port: port) }

  /// What may not stand in a request line is escaped; the fragment stays here.
  private static func target(of rest: Substring) -> String {
    let bytes = rest.prefix { $0 != "#" }.utf8
    var target = bytes.first == UInt8(ascii: "/") ? "" : "/"
    for byte in bytes {
      if (0x21...0x7E).contains(byte) {
        target.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        target += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return target
  }
}
