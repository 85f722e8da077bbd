import Synchronization

/// The requests of one session that have no answer yet, by which they can be cancelled.
final class RequestsInFlight: Sendable {
  private enum Place {
    case entered
    case running(Task<Void, Never>)
    case cancelled
  }

  /// More at once than any client has a use for.
  private static let limit = 256

  private let places = Mutex<[MessageID: Place]>([:])

  var isEmpty: Bool { places.withLock { $0.isEmpty } }

  /// Runs `work` under the request's id; refuses an id that is in use, and one request too many.
  func start(
    _ id: MessageID, _ work: @escaping @Sendable () async -> Void
  ) throws(MCPError) -> Task<Void, Never> {
    let refusal: MCPError? = places.withLock { places in
      if places[id] != nil { return .invalidRequest("A request with this id is under way.") }
      if places.count >= Self.limit { return .broken("Too many requests at once.") }
      places[id] = .entered
      return nil
    }
    if let refusal { throw refusal }
    let task = Task {
      await work()
      places.withLock { _ = $0.removeValue(forKey: id) }
    }
    let isCancelled = places.withLock { places in
      switch places[id] {
      case .cancelled?: return true
      case .entered?: places[id] = .running(task)
      case .running?, nil: break
      }
      return false
    }
    if isCancelled { task.cancel() }
    return task
  }

  /// An id that is not known, or answered already, is none of our business.
  func cancel(_ id: MessageID) {
    let task: Task<Void, Never>? = places.withLock { places in
      switch places[id] {
      case .running(let task)?: return task
      case .entered?: places[id] = .cancelled
      case .cancelled?, nil: break
      }
      return nil
    }
    task?.cancel()
  }

  /// The tasks that run, to wait for.
  var tasks: [Task<Void, Never>] {
    places.withLock { places in
      places.values.compactMap { if case .running(let task) = $0 { task } else { nil } }
    }
  }

  func cancelAll() { for task in tasks { task.cancel() } }
}
