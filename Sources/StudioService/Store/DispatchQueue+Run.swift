import Dispatch
import StudioCore

extension DispatchQueue {
  /// Runs work that blocks on this queue's threads, away from those that tasks share.
  func run<Answer: Sendable>(
    _ work: @escaping @Sendable () throws(StudioError) -> Answer
  ) async throws(StudioError) -> Answer {
    let result: Result<Answer, StudioError> = await withCheckedContinuation { continuation in
      async { continuation.resume(returning: Result(catching: work)) }
    }
    return try result.get()
  }
}
