internal import Glibc

/// An open terminal device: one descriptor to read from, one to write to.
@MainActor
final class TTY {
  /// Non-blocking.
  let input: UnsafeMutablePointer<FILE>
  /// Blocking, so that a slow terminal delays output and loses none.
  let output: UnsafeMutablePointer<FILE>

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

  /// Closes both descriptors. Nothing may be called after it.
  func close() {
    fclose(input)
    fclose(output)
  }
}

extension Slice where Base == UnsafeRawBufferPointer {
  fileprivate var baseAddress: UnsafeRawPointer? {
    base.baseAddress.map { $0 + startIndex }
  }
}
