internal import CTerminal
internal import Dispatch
internal import Glibc

/// Catches signals and tells of them on the main actor, until it is stopped.
@MainActor
final class SignalWatch {
  private var source: (any DispatchSourceRead)?

  /// Nil when the process's signals are caught by another one already.
  init?(_ signals: [Int32], handle: @escaping @MainActor (Int32) -> Void) {
    let pipe = ct_signals_open(signals, Int32(signals.count))
    guard pipe >= 0 else { return nil }
    // The source needs its descriptor a little longer than `stop` keeps the pipe.
    let descriptor = fcntl(pipe, F_DUPFD_CLOEXEC, 3)
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
    source.setEventHandler {
      var numbers = [UInt8](repeating: 0, count: 64)
      let count = read(descriptor, &numbers, numbers.count)
      guard count > 0 else { return }
      MainActor.assumeIsolated {
        // One of each kind: a window that is dragged sends many.
        for number in Set(numbers[..<count]).sorted() { handle(Int32(number)) }
      }
    }
    source.setCancelHandler { close(descriptor) }
    source.resume()
    self.source = source
  }

  /// Restores what the signals did before.
  func stop() {
    source?.cancel()
    source = nil
    ct_signals_close()
  }
}
