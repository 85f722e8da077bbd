internal import Glibc

/// Reads a terminal's bytes as they come, on the main actor, and hands on the events in them.
@MainActor
final class TTYReader {
  private let handle: @MainActor (InputEvent) -> Void
  private var parser = InputParser()
  private var watch: ReadWatch?
  private var isPaused = false
  /// Whether the terminal is about to answer: then a lone ESC waits longer, for the rest of an answer
  /// that a slow line has split.
  var expectsAnswers = false
  /// Counts reads, so that a flush that was planned before newer bytes came does nothing.
  private var readCount = 0

  /// Reads until `stop`, or until the terminal is gone: then `.hangup` comes, once. The descriptor
  /// must be non-blocking; it is duplicated, so the caller may close its own at any time.
  init(descriptor: Int32, handle: @escaping @MainActor (InputEvent) -> Void) {
    self.handle = handle
    watch = ReadWatch(descriptor) { [weak self] in self?.readAvailable() }
    // Deaf, it would hold the terminal for ever.
    if watch == nil { Task { [weak self] in self?.hangUp() } }
  }

  /// Leaves the bytes to another program, until `proceed`.
  func pause() {
    guard !isPaused, let watch else { return }
    isPaused = true
    watch.pause()
  }

  /// Reads on without events for the caller's own: hands on answers of the terminal and drops what
  /// else comes, while `condition` holds and until the time is over.
  func drain(atMost limit: Duration, while condition: () -> Bool) {
    guard let watch else { return }
    let end = ContinuousClock.now + limit
    while condition(), ContinuousClock.now < end {
      let rest = ContinuousClock.now.duration(to: end)
      var state = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(clamping: rest.components.attoseconds / 1_000_000_000_000_000)
      guard poll(&state, 1, max(1, milliseconds)) > 0, let bytes = readBytes(watch.descriptor)
      else { return }
      for case .reply(let reply) in parser.feed(bytes) { handle(.reply(reply)) }
    }
  }

  private func readBytes(_ descriptor: Int32) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// Reads again.
  func proceed() {
    guard isPaused, let watch else { return }
    isPaused = false
    parser = InputParser()
    watch.proceed()
  }

  /// Stops for good.
  func stop() {
    watch?.stop()
    watch = nil
  }

  private func readAvailable() {
    guard !isPaused, let watch else { return }
    var result = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      result = read(watch.descriptor, buffer.baseAddress, buffer.count)
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
    guard let watch else { return false }
    let owner = tcgetpgrp(watch.descriptor)
    return owner > 0 && owner != getpgrp()
  }

  private func waitForForeground() {
    pause()
    Task { [weak self] in
      while let self, self.watch != nil, self.isInBackground {
        try? await Task.sleep(for: .milliseconds(200))
      }
      guard let self, self.watch != nil else { return }
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
    guard planned == readCount, !isPaused, watch != nil else { return }
    parser.flush().forEach(handle)
  }
}
