/// A tool of an exposed MCP server.
public struct MCPTool: Sendable, Equatable {
  /// The name clients call.
  public let name: String
  /// The title shown to people.
  public let label: String?
  /// What the tool does, for the model that chooses it; empty where the document does not say.
  public let summary: String
  /// The arguments.
  public let inputParameters: [ExposedParameter]
  /// What a client may assume of a call.
  public let hints: ToolHints
  /// The consumed operation behind it; nil for a mode that is not supported (steps, ref, mock), of
  /// which the parser warned.
  public let call: OperationCall?
  /// The shape of the answer; empty passes the consumed answer on unchanged.
  public let outputParameters: [OutputMapping]
  /// Where the tool is declared.
  public let mark: SourceMark
}
