import Synchronization

/// How many calls run at once, and how many bytes of bodies requests hold.
final class WorkBudget: Sendable {
  private struct State {
    var calls = 0
    var bytes = 0
  }

  private let limits: ServerLimits
  private let state = Mutex(State())

  init(limits: ServerLimits) { self.limits = limits }

  /// What one request has taken of the budget; the request's own task alone uses it.
  final class Share {
    private let budget: WorkBudget
    private var bytes = 0
    private var calls = 0

    fileprivate init(budget: WorkBudget) { self.budget = budget }

    /// - Throws: `DoorError` 429 when the bodies of all calls together are too long.
    func take(_ count: Int) throws(DoorError) {
      let fits = budget.state.withLock { state in
        guard state.bytes + count <= budget.limits.bodies else { return false }
        state.bytes += count
        return true
      }
      guard fits else { throw WorkBudget.tooMuch }
      bytes += count
    }

    /// Counts the request as a call from here on: when its body is there, so that nobody holds a
    /// call's place by sending slowly.
    ///
    /// - Throws: `DoorError` 429 when too many calls run.
    func beginCall() throws(DoorError) {
      let isFree = budget.state.withLock { state in
        guard state.calls < budget.limits.calls else { return false }
        state.calls += 1
        return true
      }
      guard isFree else { throw WorkBudget.tooMuch }
      calls += 1
    }

    fileprivate func giveBack() {
      budget.state.withLock { state in
        state.bytes -= bytes
        state.calls -= calls
      }
    }
  }

  private static var tooMuch: DoorError {
    DoorError(
      429, "too_many_requests", "Too many requests run at once; come back in a moment.",
      headers: [("Retry-After", "1"), ("x-should-retry", "true")])
  }

  /// Gives back what `work` took when it ends.
  func run<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: (Share) async throws -> Value
  ) async throws -> Value {
    let share = Share(budget: self)
    defer { share.giveBack() }
    return try await work(share)
  }
}
