import Synchronization

/// Something that happens once and stays: a caller has left, the server stops.
final class Signal: Sendable {
  private struct State {
    var isRaised = false
    var nextID = 0
    var actions: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  var isRaised: Bool { state.withLock { $0.isRaised } }

  /// Runs every waiting action, once.
  func raise() {
    let actions = state.withLock { state in
      state.isRaised = true
      defer { state.actions = [:] }
      return state.actions
    }
    for action in actions.values { action() }
  }

  /// Runs `action` when the signal is raised, at once if it has been; answers what `forget` takes.
  func onRaise(_ action: @escaping @Sendable () -> Void) -> Int? {
    let id: Int? = state.withLock { state in
      guard !state.isRaised else { return nil }
      state.nextID += 1
      state.actions[state.nextID] = action
      return state.nextID
    }
    if id == nil { action() }
    return id
  }

  func forget(_ id: Int?) {
    guard let id else { return }
    state.withLock { $0.actions[id] = nil }
  }

  /// Returns when the signal is raised, whatever becomes of the task.
  func wait() async {
    await withCheckedContinuation { continuation in
      _ = onRaise { continuation.resume() }
    }
  }
}
