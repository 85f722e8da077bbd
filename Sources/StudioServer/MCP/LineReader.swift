import Glibc

/// Reads lines from a descriptor, on a thread of its own and only as fast as they are taken.
final class LineReader: Sendable {
  enum Line: Sendable {
    case line([UInt8])
    /// Longer than is taken; its bytes are gone.
    case tooLong
  }

  private let source: Source
  private let wake: (read: Int32, write: Int32)

  /// What is read and not yet taken, touched on the queue alone.
  private actor Source {
    private let executor = QueueExecutor(label: "easel.input")
    private let descriptor: Int32
    private let wake: Int32
    private let longest: Int
    private var buffer: [UInt8] = []
    /// Bytes at the buffer's start that hold no line end.
    private var searched = 0
    private var isSkipping = false
    private var hasEnded = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(descriptor: Int32, wake: Int32, longest: Int) {
      self.descriptor = descriptor
      self.wake = wake
      self.longest = longest
    }

    func next() -> Line? {
      while true {
        if let line = take() { return line }
        if hasEnded { return rest() }
        read()
      }
    }

    private func take() -> Line? {
      guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
        searched = buffer.count
        if searched > longest { skip() }
        return nil
      }
      defer {
        buffer.removeSubrange(...end)
        searched = 0
        isSkipping = false
      }
      if isSkipping || end > longest { return .tooLong }
      return .line(Array(buffer[..<end]))
    }

    /// Forgets what is read, and what belongs to it.
    private func skip() {
      isSkipping = true
      buffer.removeAll()
      searched = 0
    }

    /// A last line without an end.
    private func rest() -> Line? {
      defer { skip() }
      return buffer.isEmpty || isSkipping ? nil : .line(buffer)
    }

    /// Waits for more, or for being told to stop.
    private func read() {
      var places = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&places, 2, -1) > 0 else {
        hasEnded = errno != EINTR
        return
      }
      if places[1].revents != 0 {
        skip()
        hasEnded = true
        return
      }
      var piece = [UInt8](repeating: 0, count: 65_536)
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count > 0 {
        buffer += piece[..<count]
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        hasEnded = true
      }
    }
  }

  /// - Parameter longest: bytes of a line without its end.
  init?(_ descriptor: Int32, longest: Int) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wake = (ends[0], ends[1])
    source = Source(descriptor: descriptor, wake: ends[0], longest: longest)
  }

  deinit {
    close(wake.read)
    close(wake.write)
  }

  /// The next line; nil at the end, or when reading was stopped.
  func next() async -> Line? { await source.next() }

  /// Ends reading, also while it waits.
  func stop() { _ = write(wake.write, "x", 1) }
}
