import Synchronization

/// How many of something may be going on at once.
final class Allowance: Sendable {
  private let limit: Int
  private let count = Mutex(0)

  init(limit: Int) { self.limit = limit }

  /// A place among them, taken for as long as something refers to it.
  final class Place: Sendable {
    private let allowance: Allowance
    fileprivate init(in allowance: Allowance) { self.allowance = allowance }
    deinit { allowance.count.withLock { $0 -= 1 } }
  }

  /// nil when there are as many as may be.
  func enter() -> Place? {
    let isFree = count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    return isFree ? Place(in: self) : nil
  }
}
