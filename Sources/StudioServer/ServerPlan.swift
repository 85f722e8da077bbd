import CapabilitySpecs
import StudioCore

/// What a server would serve, without opening anything: for `easel serve --dry-run`.
public struct ServerPlan: Sendable, Hashable {
  /// A door on a port.
  public struct Port: Sendable, Hashable {
    /// `rest` or `mcp`.
    public var door: String
    /// 0 takes a free one.
    public var port: Int
    /// `METHOD path` of routes, or names of tools, in the documents' order; then the studio's own.
    public var offers: [String]
  }

  /// The addresses that every port listens on.
  public var addresses: [String]
  public var ports: [Port]
}
