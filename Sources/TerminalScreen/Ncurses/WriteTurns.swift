internal import Dispatch
internal import Glibc

/// Gives turns to write whenever the terminal has taken what was written before, so that a long
/// upload leaves room for frames and keys.
@MainActor
final class WriteTurns {
  private var source: (any DispatchSourceWrite)?
  private var isRunning = false

  /// The descriptor is duplicated, so the caller may close its own at any time.
  init(descriptor: Int32, handle: @escaping @MainActor () -> Void) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard own >= 0 else { return }
    let source = DispatchSource.makeWriteSource(fileDescriptor: own, queue: .main)
    source.setCancelHandler { close(own) }
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        guard self?.isRunning == true else { return }
        handle()
      }
    }
    self.source = source
  }

  /// Gives turns, until `pause`.
  func start() {
    guard !isRunning, let source else { return }
    isRunning = true
    source.resume()
  }

  /// Gives no more turns, until `start`.
  func pause() {
    guard isRunning, let source else { return }
    isRunning = false
    source.suspend()
  }

  /// Gives no more turns. A source that is suspended cannot be released, so it runs at its end.
  func stop() {
    guard let source else { return }
    if !isRunning { source.resume() }
    isRunning = false
    source.cancel()
    self.source = nil
  }
}
