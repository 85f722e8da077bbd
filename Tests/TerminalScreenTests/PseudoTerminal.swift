import Dispatch
import Glibc
import Synchronization

/// A terminal without a window: what a program writes to its device is collected here, and what is
/// typed here the program reads.
final class PseudoTerminal {
  let path: String
  private var master: Int32
  private(set) var output: [UInt8] = []

  /// TIOCSPTLCK and TIOCGPTN of Linux: Swift's Glibc module lacks `posix_openpt` and its kin.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  init?(rows: Int = 24, columns: Int = 80) {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    var number: Int32 = -1
    var locked: Int32 = 0
    guard ioctl(master, Self.setLock, &locked) == 0, ioctl(master, Self.getNumber, &number) == 0
    else { return nil }
    path = "/dev/pts/\(number)"
    resize(rows: rows, columns: columns)
  }

  deinit { hangUp() }

  func resize(rows: Int, columns: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Takes what was written to the terminal since the last call.
  func takeOutput() -> String {
    var buffer = [UInt8](repeating: 0, count: 65536)
    var taken: [UInt8] = []
    while true {
      let count = read(master, &buffer, buffer.count)
      if count <= 0 { break }
      taken += buffer[..<count]
    }
    output += taken
    return String(decoding: taken, as: UTF8.self)
  }

  /// Reads on a thread of its own what a program writes, until `stopDraining`.
  func startDraining() -> Draining { Draining(descriptor: master) }

  /// Stops reading; what was read counts as output.
  func stopDraining(_ draining: Draining) {
    output += draining.finish()
    _ = takeOutput()
  }

  /// How many bytes a program that reads the terminal would get now.
  var waitingInput: Int {
    let slave = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard slave >= 0 else { return 0 }
    defer { close(slave) }
    var buffer = [UInt8](repeating: 0, count: 256)
    return max(0, read(slave, &buffer, buffer.count))
  }

  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  /// Whether the line discipline edits lines, as for a shell, and not for a screen.
  var isCooked: Bool {
    var modes = termios()
    tcgetattr(master, &modes)
    return modes.c_lflag & tcflag_t(ICANON) != 0
  }
}

/// Reads a descriptor beside a writer that would block otherwise.
final class Draining: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  private let isDone = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(descriptor: Int32) {
    // A queue of its own has a thread of its own, however busy the machine is.
    DispatchQueue(label: "draining").async { [self] in
      var buffer = [UInt8](repeating: 0, count: 65536)
      while !isDone.load(ordering: .relaxed) {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, 10) > 0 else { continue }
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { bytes.withLock { $0 += buffer[..<count] } }
      }
      ended.signal()
    }
  }

  /// What was read since the last call.
  func take() -> [UInt8] {
    bytes.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }

  func finish() -> [UInt8] {
    isDone.store(true, ordering: .relaxed)
    ended.wait()
    return bytes.withLock { $0 }
  }
}
