internal import Glibc
internal import Pictures

/// An open terminal device: one descriptor to read from, one to write to.
@MainActor
final class TTY {
  /// Non-blocking.
  let input: UnsafeMutablePointer<FILE>
  /// Blocking, so that a slow terminal delays output and loses none.
  let output: UnsafeMutablePointer<FILE>
  /// The terminal once more, for when `output` stands for something else.
  private let device: Int32
  /// A file in memory that what is written can be gathered in.
  private let memory: Int32

  init(path: String) throws(TerminalError) {
    // Separate descriptions: O_NONBLOCK must not reach what is written.
    let reading = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    let writing = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard reading >= 0, writing >= 0, isatty(writing) == 1,
      let input = fdopen(reading, "r"), let output = fdopen(writing, "w")
    else {
      if reading >= 0 { Glibc.close(reading) }
      if writing >= 0 { Glibc.close(writing) }
      throw .noTerminal(path: path)
    }
    self.input = input
    self.output = output
    device = fcntl(writing, F_DUPFD_CLOEXEC, 0)
    memory = Self.memoryFile()
  }

  /// A file without a name; -1 when there can be none.
  private static func memoryFile() -> Int32 {
    let name = "/terminal-frame-\(getpid())"
    let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    if descriptor >= 0 { shm_unlink(name) }
    return descriptor
  }

  /// The descriptor that bytes come from.
  var inputDescriptor: Int32 { fileno(input) }

  /// Rows and columns, as the kernel knows them; 24 × 80 where it knows none.
  var size: GridSize {
    var window = winsize()
    guard ioctl(fileno(output), UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0,
      window.ws_col > 0
    else { return GridSize(rows: 24, columns: 80) }
    return GridSize(rows: Int(window.ws_row), columns: Int(window.ws_col))
  }

  /// The size of the text area in pixels, border included; nil when the kernel knows none.
  var pixelSize: PixelSize? {
    var window = winsize()
    guard ioctl(fileno(output), UInt(TIOCGWINSZ), &window) == 0, window.ws_xpixel > 0,
      window.ws_ypixel > 0
    else { return nil }
    return PixelSize(width: Int(window.ws_xpixel), height: Int(window.ws_ypixel))
  }

  /// The descriptor that bytes go to.
  var outputDescriptor: Int32 { device >= 0 ? device : fileno(output) }

  /// Writes everything, however slow the terminal is; gives up when it is gone.
  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Glibc.write(fileno(output), rest.baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR && errno != EAGAIN {
          return
        }
      }
    }
  }

  /// Lets everything that `body` writes to `output` leave in one piece at its end. Curses writes at
  /// each move of the cursor, and straight to the descriptor: a stream's buffer does not help.
  ///
  /// `before` and `after` go with it. During `body` the descriptor is no terminal.
  func gather(before: [UInt8] = [], after: [UInt8] = [], _ body: () -> Void) {
    guard device >= 0, memory >= 0, lendOutput(memory) else {
      write(before)
      body()
      return write(after)
    }
    body()
    _ = lendOutput(device)
    write(before + takeGathered() + after)
  }

  private func lendOutput(_ descriptor: Int32) -> Bool {
    guard dup2(descriptor, fileno(output)) >= 0 else { return false }
    _ = fcntl(fileno(output), F_SETFD, FD_CLOEXEC)
    return true
  }

  private func takeGathered() -> [UInt8] {
    let count = Int(lseek(memory, 0, SEEK_CUR))
    guard count > 0 else { return [] }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      used = max(0, pread(memory, buffer.baseAddress, count, 0))
    }
    lseek(memory, 0, SEEK_SET)
    return bytes
  }

  /// Closes the descriptors. Nothing may be called after it.
  func close() {
    fclose(input)
    fclose(output)
    for descriptor in [device, memory] where descriptor >= 0 { Glibc.close(descriptor) }
  }
}

extension Slice where Base == UnsafeRawBufferPointer {
  fileprivate var baseAddress: UnsafeRawPointer? {
    base.baseAddress.map { $0 + startIndex }
  }
}
