import Glibc

/// Writes lines to a descriptor, one whole line after the other, away from the threads of tasks.
actor LineWriter {
  private let executor = QueueExecutor(label: "easel.output")
  private let descriptor: Int32
  private(set) var isBroken = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// False when nobody reads any more.
  func write(_ line: String) -> Bool {
    guard !isBroken else { return false }
    var text = line
    text += "\n"
    isBroken = !text.withUTF8 { writeAll(UnsafeRawBufferPointer($0)) }
    return !isBroken
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress {
      let count = Glibc.write(descriptor, start, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&place, 1, -1)
      } else if errno != EINTR {
        return false
      }
      if rest.isEmpty { return true }
    }
    return true
  }
}
