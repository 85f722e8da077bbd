import Synchronization

/// A value that others wait for to change.
final class Watched<Value: Sendable>: Sendable {
  private struct State {
    var value: Value
    var version = 0
    var nextWaiter = 0
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state: Mutex<State>

  init(_ value: Value) { state = Mutex(State(value: value)) }

  var value: Value { state.withLock { $0.value } }

  /// Changes the value and wakes everybody who waits.
  func change(_ change: (inout Value) -> Void) {
    let woken = state.withLock { state in
      change(&state.value)
      state.version += 1
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in woken { waiter.resume() }
  }

  /// The first answer that `question` gives, now or after a change.
  ///
  /// Throws `CancellationError` when the task is cancelled before there is one.
  func first<Answer: Sendable>(
    _ question: @Sendable (Value) -> Answer?
  ) async throws -> Answer {
    while true {
      let (version, value) = state.withLock { ($0.version, $0.value) }
      if let answer = question(value) { return answer }
      try Task.checkCancellation()
      await nextChange(after: version)
    }
  }

  /// Returns at once when the value has changed since, or the task is cancelled.
  private func nextChange(after version: Int) async {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isLate = state.withLock { state in
          // A cancellation that comes after this look finds the waiter in its place.
          if state.version != version || Task.isCancelled { return true }
          state.waiters[number] = continuation
          return false
        }
        if isLate { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
    }
  }
}
