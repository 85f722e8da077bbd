internal import Dispatch
internal import Glibc

/// Reads a terminal's bytes as they come, on the main queue, and hands on the events in them.
@MainActor
final class TTYReader {
  private let descriptor: Int32
  private let handle: @MainActor (InputEvent) -> Void
  private var parser = InputParser()
  private var source: (any DispatchSourceRead)?
  private var isPaused = false
  /// Counts reads, so that a flush that was planned before newer bytes came does nothing.
  private var readCount = 0

  /// Reads until `stop`, or until the terminal is gone: then `.hangup` comes, once. The descriptor
  /// must be non-blocking; it is duplicated, so the caller may close its own at any time.
  init(descriptor: Int32, handle: @escaping @MainActor (InputEvent) -> Void) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    self.descriptor = own
    self.handle = handle
    let source = DispatchSource.makeReadSource(fileDescriptor: own, queue: .main)
    self.source = source
    source.setCancelHandler { close(own) }
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated { self?.readAvailable() }
    }
    source.resume()
  }

  /// Leaves the bytes to another program, until `proceed`.
  func pause() {
    guard !isPaused, let source else { return }
    isPaused = true
    source.suspend()
  }

  /// Reads again.
  func proceed() {
    guard isPaused, let source else { return }
    isPaused = false
    parser = InputParser()
    source.resume()
  }

  /// Stops for good.
  func stop() {
    proceed()
    source?.cancel()
    source = nil
  }

  private func readAvailable() {
    guard !isPaused, source != nil else { return }
    var result = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      result = read(descriptor, buffer.baseAddress, buffer.count)
      count = max(0, result)
    }
    if result > 0 {
      readCount += 1
      parser.feed(bytes).forEach(handle)
      flushLater()
    } else if result == 0 || errno != EAGAIN && errno != EINTR {
      isInBackground ? waitForForeground() : hangUp()
    }
  }

  private func hangUp() {
    stop()
    handle(.hangup)
  }

  /// A shell has taken the terminal, as after SIGSTOP: reading fails until it gives it back.
  private var isInBackground: Bool {
    let owner = tcgetpgrp(descriptor)
    return owner > 0 && owner != getpgrp()
  }

  private func waitForForeground() {
    pause()
    Task { [weak self] in
      while let self, self.source != nil, self.isInBackground {
        try? await Task.sleep(for: .milliseconds(200))
      }
      guard let self, self.source != nil else { return }
      self.proceed()
      self.handle(.resumed)
    }
  }

  private func flushLater() {
    guard let patience = parser.patience else { return }
    let planned = readCount
    Task { [weak self] in
      try? await Task.sleep(for: patience)
      self?.flush(ifStillAt: planned)
    }
  }

  private func flush(ifStillAt planned: Int) {
    guard planned == readCount, !isPaused, source != nil else { return }
    parser.flush().forEach(handle)
  }
}
