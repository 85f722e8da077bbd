/// Where a running simulator listens: the line that `easel simulate` prints.
public struct SimulatorAddresses: Sendable, Codable, Equatable {
  /// The version of this shape.
  public var version = 1
  /// Base address of the Ollama service, without a slash at the end.
  public var ollama: String
  /// Endpoint of the Azure OpenAI resource, without a slash at the end.
  public var azure: String
  /// Address of the ledger document.
  public var ledger: String
}
