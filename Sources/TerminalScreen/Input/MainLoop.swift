internal import CTerminal
internal import Glibc

/// Serves the main queue, and with it the main actor, on the process's first thread, which also
/// waits for descriptors by itself.
///
/// `dispatchMain` leaves the main queue to worker threads: each key then wakes one thread that polls
/// and another that handles it before anything is drawn. Here the thread that waits is the one that
/// draws.
@MainActor
public enum MainLoop {
  private static var handlers: [Int32: @MainActor () -> Void] = [:]
  /// Whether the process's first thread is in `run`.
  static private(set) var isRunning = false

  /// Never returns: a task ends the process by `exit`. To be called by the process's first thread.
  public nonisolated static func run() -> Never {
    MainActor.assumeIsolated {
      ThreadOrder.goFirst()
      isRunning = true
      while true { turn() }
    }
  }

  /// Calls `handle` whenever the descriptor can be read, until `forget`.
  static func watch(_ descriptor: Int32, handle: @escaping @MainActor () -> Void) {
    handlers[descriptor] = handle
  }

  static func forget(_ descriptor: Int32) { handlers[descriptor] = nil }

  private static func turn() {
    let queue = ct_main_queue_descriptor()
    var polled = [pollfd(fd: queue, events: Int16(POLLIN), revents: 0)]
    polled += handlers.keys.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&polled, nfds_t(polled.count), -1) > 0 else { return }
    for state in polled.dropFirst() where state.revents != 0 { handlers[state.fd]?() }
    if polled[0].revents != 0 { ct_main_queue_serve() }
  }
}
