import Synchronization

/// How many calls run at once, and how many bytes of bodies they hold.
final class WorkBudget: Sendable {
  private struct State {
    var calls = 0
    var bytes = 0
  }

  private let limits: ServerLimits
  private let state = Mutex(State())

  init(limits: ServerLimits) { self.limits = limits }

  /// What one call has taken of the budget; the call's own task alone uses it.
  final class Share {
    private let budget: WorkBudget
    private var bytes = 0

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

    fileprivate func giveBack() { budget.state.withLock { $0.bytes -= bytes } }
  }

  private static var tooMuch: DoorError {
    DoorError(
      429, "too_many_requests", "Too many requests run at once; come back in a moment.",
      headers: [("Retry-After", "1"), ("x-should-retry", "true")])
  }

  /// - Throws: `DoorError` 429 when too many calls run, and what `work` throws.
  func run<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: (Share) async throws -> Value
  ) async throws -> Value {
    let isFree = state.withLock { state in
      guard state.calls < limits.calls else { return false }
      state.calls += 1
      return true
    }
    guard isFree else { throw Self.tooMuch }
    let share = Share(budget: self)
    defer {
      share.giveBack()
      state.withLock { $0.calls -= 1 }
    }
    return try await work(share)
  }
}
