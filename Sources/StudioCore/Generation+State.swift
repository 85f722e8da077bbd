extension Generation {
  /// Where a generation stands. It moves along `next`: forward, and back to the queue only with the
  /// evidence that nothing was started.
  public enum State: String, Sendable, Codable, CaseIterable {
    case draft
    /// In the queue: nothing has been sent, or what was has certainly started nothing.
    case waiting
    /// Connecting: not a byte of the request has left.
    case sending
    /// On disk before the first byte of the request leaves.
    case sent
    /// Bytes of the answer are arriving.
    case receiving
    /// The answer is complete; the pictures are being made durable.
    case saving
    case saved
    /// It is certain that nothing was generated, hence nothing billed.
    case failed
    /// The request may have begun to leave and no complete answer came: it may have been billed.
    case unknown
    case cancelled

    /// The states that may follow this one.
    public var next: Set<State> {
      switch self {
      case .draft: [.waiting]
      case .waiting: [.sending, .failed, .cancelled]
      case .sending: [.sent, .waiting, .failed, .cancelled]
      case .sent: [.receiving, .waiting, .failed, .unknown, .cancelled]
      case .receiving: [.saving, .failed, .unknown, .cancelled]
      case .saving: [.saved, .failed, .unknown, .cancelled]
      // Whole pictures may turn up in response.part after the fact: found, they are kept.
      case .unknown, .failed, .cancelled: [.saved]
      case .saved: []
      }
    }

    /// True while somebody is, or will be, working on it.
    public var isJob: Bool {
      switch self {
      case .waiting, .sending, .sent, .receiving, .saving: true
      case .draft, .saved, .failed, .unknown, .cancelled: false
      }
    }

    /// True while a request is under way.
    public var isRunning: Bool { isJob && self != .waiting }

    /// True once a byte of the request may have left.
    public var mayHaveLeft: Bool { self == .sent || self == .receiving || self == .saving }
  }
}
