/// A door through which others call the capability.
public enum ExposedInterface: Sendable, Equatable {
  /// A REST server.
  case rest(RESTInterface)
  /// A Model Context Protocol server.
  case mcp(MCPInterface)

  /// The door's namespace, the qualifier of its callers' parameters.
  public var namespace: String {
    switch self {
    case .rest(let rest): rest.namespace
    case .mcp(let mcp): mcp.namespace
    }
  }

  /// The port it claims; nil for an MCP server on standard input and output.
  public var port: Int? {
    switch self {
    case .rest(let rest): rest.port
    case .mcp(let mcp): mcp.port
    }
  }

  /// The address it binds as the document gives it; nil leaves the choice to the server.
  public var address: String? {
    switch self {
    case .rest(let rest): rest.address
    case .mcp(let mcp): mcp.address
    }
  }

  /// Where the door is declared.
  public var mark: SourceMark {
    switch self {
    case .rest(let rest): rest.mark
    case .mcp(let mcp): mcp.mark
    }
  }

  /// What is demanded of callers.
  public var authentication: Authentication? {
    switch self {
    case .rest(let rest): rest.authentication
    case .mcp(let mcp): mcp.authentication
    }
  }

  /// Every call the door can make, in document order.
  public var calls: [OperationCall] {
    switch self {
    case .rest(let rest): rest.operations.compactMap(\.call)
    case .mcp(let mcp): mcp.tools.compactMap(\.call)
    }
  }
}
