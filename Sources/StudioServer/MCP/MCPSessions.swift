import Synchronization

/// The sessions of the HTTP door: a bounded number, each until it is ended or long idle.
final class MCPSessions: Sendable {
  private let limit: Int
  private let patience: Duration
  private let sessions = Mutex<[String: MCPSession]>([:])

  init(limit: Int = 256, patience: Duration = .seconds(3600)) {
    self.limit = limit
    self.patience = patience
  }

  /// A new session; nil when there are too many in use. The longest idle makes room.
  func open(_ revision: MCPRevision) -> MCPSession? {
    let session = MCPSession(revision: revision)
    return sessions.withLock { sessions in
      let now = ContinuousClock.now
      sessions = sessions.filter { ($0.value.idleTime(at: now) ?? .zero) < patience }
      if sessions.count >= limit {
        let idle = sessions.compactMap { id, session in
          session.idleTime(at: now).map { (id, $0) }
        }
        guard let (oldest, _) = idle.max(by: { $0.1 < $1.1 }) else { return nil }
        sessions[oldest] = nil
      }
      sessions[session.id] = session
      return session
    }
  }

  /// The session with this id, and notes that it is used.
  func find(_ id: String) -> MCPSession? {
    let session = sessions.withLock { sessions -> MCPSession? in
      guard let session = sessions[id] else { return nil }
      if let idle = session.idleTime(at: .now), idle >= patience {
        sessions[id] = nil
        return nil
      }
      return session
    }
    session?.use()
    return session
  }

  /// False when there is none with this id.
  func end(_ id: String) -> Bool {
    guard let session = sessions.withLock({ $0.removeValue(forKey: id) }) else { return false }
    session.end()
    return true
  }
}
