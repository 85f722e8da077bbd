import StudioCore
import Synchronization

/// The providers, put together when they are first needed: reading the capability documents takes
/// milliseconds that the first frame of the screen need not wait for.
final class LazyCatalog: Sendable {
  private let make: @Sendable () throws(StudioError) -> ProviderCatalog
  private let made = Mutex<Result<ProviderCatalog, StudioError>?>(nil)

  init(_ make: @escaping @Sendable () throws(StudioError) -> ProviderCatalog) { self.make = make }

  /// Throws what putting them together threw, each time.
  func catalog() throws(StudioError) -> ProviderCatalog {
    let result = made.withLock { made in
      let result = made ?? Result(catching: make)
      made = result
      return result
    }
    return try result.get()
  }
}
