import Dispatch
import Glibc
import Synchronization

/// SIGINT and SIGTERM as events, from the moment this is made. A second SIGINT ends the program at
/// once: what is on disk is true at every moment.
final class Interrupts: Sendable {
  /// The signals, as they come.
  let signals: AsyncStream<Int32>
  private let sources: Mutex<[any DispatchSourceSignal]>

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

  /// Counts how often Ctrl-C was pressed.
  private final class Presses: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  }
}
