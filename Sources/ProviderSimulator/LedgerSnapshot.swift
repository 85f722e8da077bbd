/// The ledger at one moment: the JSON of `GET /ledger`.
public struct LedgerSnapshot: Sendable, Codable, Equatable {
  /// One generation that the service took on and would have billed.
  public struct Generation: Sendable, Codable, Equatable {
    /// When it was accepted: RFC 3339, UTC, whole seconds.
    public var at: String
    /// Which service accepted it.
    public var service: SimulatedService
    /// The Ollama model or the Azure deployment, as addressed.
    public var model: String
    /// The prompt as received.
    public var prompt: String
    /// The number of pictures asked for.
    public var count: Int
    /// Whether the client took the whole answer.
    public var delivered: Bool
    /// SHA-256 of each finished picture's bytes, in hexadecimal.
    public var sha256: [String]
  }

  /// Every generation that would have been billed, oldest first.
  public var accepted: [Generation]
  /// The number of generation calls that were turned away without a bill.
  public var refused: Int
}
