import NIOCore

#if canImport(Glibc)
  import Glibc
#endif

/// Addresses that mean this machine or its own link, where other programs trust who can reach them:
/// local services, and the metadata services of clouds.
enum NearAddress {
  /// A name or literal that means this machine without asking anybody.
  static func isLoopback(host: some StringProtocol) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
    // Four numbers, so that `127.example.com` is none.
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  static func isLoopback(_ address: SocketAddress) -> Bool {
    let bytes = bytes(of: address)
    return bytes.count == 4 ? bytes[0] == 127 : bytes == loopback6
  }

  /// Loopback, link-local, unspecified or a cloud's metadata service; also what has no IP address.
  static func isNear(_ address: SocketAddress) -> Bool {
    let bytes = bytes(of: address)
    switch bytes.count {
    case 4: return isNear4(bytes)
    case 16: return isNear6(bytes)
    default: return true
    }
  }

  private static let loopback6: [UInt8] = [UInt8](repeating: 0, count: 15) + [1]
  /// IPv4 within IPv6: mapped (RFC 4291) and NAT64 (RFC 6052).
  private static let embeddings: [[UInt8]] = [
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0],
  ]
  /// Metadata services that are not link-local: Alibaba, Oracle; AWS over IPv6.
  private static let metadata4: [[UInt8]] = [[100, 100, 100, 200], [192, 0, 0, 192]]
  private static let metadata6: [UInt8] =
    [0xFD, 0, 0x0E, 0xC2] + [UInt8](repeating: 0, count: 10) + [0x02, 0x54]

  private static func isNear4(_ bytes: [UInt8]) -> Bool {
    bytes[0] == 127 || bytes[0] == 0 || bytes.starts(with: [169, 254])
      || metadata4.contains(bytes)
  }

  private static func isNear6(_ bytes: [UInt8]) -> Bool {
    if embeddings.contains(where: { bytes.starts(with: $0) }) {
      return isNear4(Array(bytes.suffix(4)))
    }
    let isLinkLocal = bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    let isUnspecified = bytes.allSatisfy { $0 == 0 }
    return isLinkLocal || isUnspecified || bytes == loopback6 || bytes == metadata6
  }

  /// The address alone, by the layout of `sockaddr_in` and `sockaddr_in6` on Linux.
  /// 4 or 16 bytes; none of what is no IP address.
  private static func bytes(of address: SocketAddress) -> [UInt8] {
    guard let text = address.ipAddress else { return [] }
    let (family, count) = text.contains(":") ? (AF_INET6, 16) : (AF_INET, 4)
    var bytes = [UInt8](repeating: 0, count: count)
    // A scope (`fe80::1%eth0`) is no part of the number.
    return inet_pton(family, String(text.prefix { $0 != "%" }), &bytes) == 1 ? bytes : []
  }
}
