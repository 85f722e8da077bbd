/// An address and port that a door listens on.
public struct ListeningAddress: Sendable, Hashable, CustomStringConvertible {
  /// `rest` or `mcp`.
  public var door: String
  public var host: String
  public var port: Int

  /// `http://127.0.0.1:8080`, `http://[::1]:8080`.
  public var description: String {
    "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }

  /// Whether only this machine can reach the address.
  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
