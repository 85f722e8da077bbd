import StudioCore
import Synchronization

/// A value that is made when it is first needed: reading the capability documents takes milliseconds
/// that the first frame of the screen need not wait for.
final class Lazy<Value: Sendable>: Sendable {
  private let make: @Sendable () throws(StudioError) -> Value
  private let made = Mutex<Result<Value, StudioError>?>(nil)

  init(_ make: @escaping @Sendable () throws(StudioError) -> Value) { self.make = make }

  /// Throws what making it threw, each time.
  func value() throws(StudioError) -> Value {
    let result = made.withLock { made in
      let result = made ?? Result(catching: make)
      made = result
      return result
    }
    return try result.get()
  }
}
