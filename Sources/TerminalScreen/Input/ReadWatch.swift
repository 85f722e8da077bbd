internal import Dispatch
internal import Glibc

/// Tells on the main actor whenever a descriptor can be read.
@MainActor
final class ReadWatch {
  /// The caller's, duplicated.
  let descriptor: Int32
  private let handle: @MainActor () -> Void
  /// Where the main queue is served by others than `MainLoop`: in tests.
  private var source: (any DispatchSourceRead)?
  private var isPaused = false

  /// Tells until `stop`. The descriptor is duplicated, so the caller may close its own at any time;
  /// nil where there is none, or no more can be opened: nothing would ever be told.
  init?(_ original: Int32, handle: @escaping @MainActor () -> Void) {
    let own = fcntl(original, F_DUPFD_CLOEXEC, 3)
    guard own >= 0 else { return nil }
    descriptor = own
    self.handle = handle
    guard !MainLoop.isRunning else {
      MainLoop.watch(own, handle: handle)
      return
    }
    let source = DispatchSource.makeReadSource(fileDescriptor: own, queue: .main)
    self.source = source
    source.setCancelHandler { close(own) }
    source.setEventHandler { MainActor.assumeIsolated { handle() } }
    source.resume()
  }

  /// Tells nothing, until `proceed`.
  func pause() {
    guard !isPaused else { return }
    isPaused = true
    source?.suspend() ?? MainLoop.forget(descriptor)
  }

  func proceed() {
    guard isPaused else { return }
    isPaused = false
    source?.resume() ?? MainLoop.watch(descriptor, handle: handle)
  }

  /// Tells nothing more. Must be called once.
  func stop() {
    proceed()
    if let source { return source.cancel() }
    MainLoop.forget(descriptor)
    close(descriptor)
  }
}
