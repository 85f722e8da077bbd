/// A Model Context Protocol server that a capability exposes.
public struct MCPInterface: Sendable, Equatable {
  /// How clients reach the server.
  public enum Transport: String, Sendable, CaseIterable {
    /// Streamable HTTP, the default.
    case http
    /// Standard input and output.
    case stdio
  }

  /// The qualifier of callers' arguments in `with`.
  public let namespace: String
  /// How clients reach it.
  public let transport: Transport
  /// The address to bind; nil leaves the choice to the server.
  public let address: String?
  /// The port, 1–65535; nil exactly when the transport is `stdio`.
  public let port: Int?
  /// Instructions for clients.
  public let summary: String?
  /// What is demanded of callers.
  public let authentication: Authentication?
  /// The tools, at least one.
  public let tools: [MCPTool]
  /// Where the door is declared.
  public let mark: SourceMark
}
