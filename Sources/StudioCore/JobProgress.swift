/// How far a running job is, as far as that is known.
public struct JobProgress: Hashable, Sendable {
  public var id: GenerationID
  public var state: Generation.State
  /// Bytes of the answer received so far.
  public var bytesReceived: Int
  /// Whole length of the answer, where the service told it.
  public var bytesExpected: Int?

  public init(
    id: GenerationID, state: Generation.State, bytesReceived: Int, bytesExpected: Int? = nil
  ) {
    self.id = id
    self.state = state
    self.bytesReceived = bytesReceived
    self.bytesExpected = bytesExpected
  }
}
