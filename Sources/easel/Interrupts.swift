import Dispatch
import Glibc
import StudioService
import Synchronization

/// SIGINT and SIGTERM as events, from the moment this is made. A second SIGINT ends the program at
/// once: what is on disk is true at every moment.
final class Interrupts: Sendable {
  /// The signals, as they come.
  let signals: AsyncStream<Int32>
  private let sources: Mutex<[any DispatchSourceSignal]>
  private let first = Mutex<ContinuousClock.Instant?>(nil)

  init() {
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    self.signals = signals
    let presses = Presses()
    sources = Mutex(
      [SIGINT, SIGTERM].map { number in
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler {
          if number == SIGINT, presses.next() > 1 { _exit(ExitStatus.interrupted.rawValue) }
          continuation.yield(number)
        }
        source.activate()
        return source
      })
  }

  /// The first signal ends the task that serves, the second one stops the studio's jobs too.
  func end(_ serving: Task<Void, any Error>, then studio: LocalStudio) async {
    var count = 0
    for await _ in signals {
      count += 1
      first.withLock { $0 = $0 ?? .now }
      serving.cancel()
      if count > 1 { await studio.stop() }
    }
  }

  /// What is left of a time that began with the first signal; all of it while none has come.
  func remaining(of grace: Duration) -> Duration {
    guard let first = first.withLock({ $0 }) else { return grace }
    return max(.zero, grace - first.duration(to: .now))
  }

  /// Counts how often Ctrl-C was pressed.
  private final class Presses: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  }
}
