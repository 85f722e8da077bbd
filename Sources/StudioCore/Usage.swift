/// Tokens that the service says it used.
public struct Usage: Hashable, Sendable, Codable {
  public var inputTokens: Int?
  public var inputImageTokens: Int?
  public var outputTokens: Int?
  public var totalTokens: Int?

  public init(
    inputTokens: Int? = nil, inputImageTokens: Int? = nil, outputTokens: Int? = nil,
    totalTokens: Int? = nil
  ) {
    self.inputTokens = inputTokens
    self.inputImageTokens = inputImageTokens
    self.outputTokens = outputTokens
    self.totalTokens = totalTokens
  }
}
