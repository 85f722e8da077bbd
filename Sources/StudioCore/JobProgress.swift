/// How far a running job is, as far as that is known.
public struct JobProgress: Hashable, Sendable {
  /// How much of the work is done, in the service's own steps.
  public struct Steps: Hashable, Sendable {
    /// 0…`total`.
    public var done: Int
    /// At least 1.
    public var total: Int

    public init(done: Int, total: Int) {
      self.done = done
      self.total = total
    }
  }

  /// A picture as it looks before it is finished. It is shown, and not kept.
  public struct Partial: Hashable, Sendable {
    /// Absolute path of its file, which is gone when a later one, or the picture itself, is there.
    public var path: String
    /// Partials of this job that have come so far, this one included.
    public var number: Int

    public init(path: String, number: Int) {
      self.path = path
      self.number = number
    }
  }

  public var id: GenerationID
  public var state: Generation.State
  /// Bytes of the answer received so far.
  public var bytesReceived: Int
  /// Whole length of the answer, where the service told it.
  public var bytesExpected: Int?
  /// nil where the service does not tell.
  public var steps: Steps?
  /// The newest one; nil before the first, and where none are made.
  public var partial: Partial?

  public init(
    id: GenerationID, state: Generation.State, bytesReceived: Int, bytesExpected: Int? = nil,
    steps: Steps? = nil, partial: Partial? = nil
  ) {
    self.id = id
    self.state = state
    self.bytesReceived = bytesReceived
    self.bytesExpected = bytesExpected
    self.steps = steps
    self.partial = partial
  }
}
