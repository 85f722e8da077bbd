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
  /// Whether the terminal is about to answer: then a lone ESC waits longer, for the rest of an answer
  /// that a slow line has split.
  var expectsAnswers = false
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

  /// Reads on without events for the caller's own: hands on answers of the terminal and drops what
  /// else comes, while `condition` holds and until the time is over.
  func drain(atMost limit: Duration, while condition: () -> Bool) {
    guard source != nil else { return }
    let end = ContinuousClock.now + limit
    while condition(), ContinuousClock.now < end {
      let rest = ContinuousClock.now.duration(to: end)
      var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(clamping: rest.components.attoseconds / 1_000_000_000_000_000)
      guard poll(&state, 1, max(1, milliseconds)) > 0, let bytes = readBytes() else { return }
      for case .reply(let reply) in parser.feed(bytes) { handle(.reply(reply)) }
    }
  }

  private func readBytes() -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : bytes
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
    guard var patience = parser.patience else { return }
    if expectsAnswers { patience = max(patience, .milliseconds(200)) }
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
