internal import CTerminal
internal import Glibc

/// Catches signals and tells of them on the main actor, until it is stopped.
@MainActor
final class SignalWatch {
  private var watch: ReadWatch?

  /// Nil when the process's signals are caught by another one already, or nothing more can be opened:
  /// they do then what they did before.
  init?(_ signals: [Int32], handle: @escaping @MainActor (Int32) -> Void) {
    let pipe = ct_signals_open(signals, Int32(signals.count))
    guard pipe >= 0 else { return nil }
    watch = ReadWatch(pipe) {
      var numbers = [UInt8](repeating: 0, count: 64)
      let count = read(pipe, &numbers, numbers.count)
      guard count > 0 else { return }
      // One of each kind: a window that is dragged sends many.
      for number in Set(numbers[..<count]).sorted() { handle(Int32(number)) }
    }
    guard watch != nil else {
      ct_signals_close(0)
      return nil
    }
  }

  /// Restores what the signals did before.
  ///
  /// - Parameter hasHungUp: the terminal is gone, and another SIGHUP of it does nothing any more.
  func stop(hasHungUp: Bool) {
    watch?.stop()
    watch = nil
    ct_signals_close(hasHungUp ? 1 : 0)
  }
}
