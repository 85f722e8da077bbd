import Glibc
import StudioCore
import TerminalScreen

/// stdout: results and nothing else. Takes only text that is safe to show.
///
/// A reader that goes away early, as `head` does, is no error, except where the result must arrive:
/// where it tells what was paid for.
enum Output {
  static let isTerminal = isatty(STDOUT_FILENO) == 1

  static func print(_ text: DisplayText, mustArrive: Bool = false) throws(StudioError) {
    try put(text.string, mustArrive)
  }

  static func print(json: JSONValue, mustArrive: Bool = false) throws(StudioError) {
    try put(json.line, mustArrive)
  }

  /// A path for another program, byte for byte; on a terminal, as it can be shown. Must arrive.
  static func print(path: String) throws(StudioError) {
    try put(isTerminal ? DisplayText(path).string : path, true)
  }

  /// Text of our own, such as help.
  static func write(_ text: String) {
    _ = StandardStream.write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }

  private static func put(_ line: String, _ mustArrive: Bool) throws(StudioError) {
    guard let number = StandardStream.write(line + "\n", to: STDOUT_FILENO),
      mustArrive || number != EPIPE
    else { return }
    throw StudioError(
      number == ENOSPC ? .diskFull : .inputOutput,
      "The result cannot be written to stdout: \(String(cString: strerror(number))).",
      hint: "The store has it: see `easel history`.")
  }
}

/// stderr: messages. What cannot be written there is lost.
enum Messages {
  static let isTerminal = isatty(STDERR_FILENO) == 1

  static func say(_ text: DisplayText) {
    _ = StandardStream.write(text.string + "\n", to: STDERR_FILENO)
  }

  /// What happened, and what to do next.
  static func report(_ error: StudioError) {
    say(DisplayText("easel: \(error.message)"))
    if let hint = error.hint { say(DisplayText("  \(hint)")) }
    if let reference = error.reference { say(DisplayText("  Reference: \(reference)")) }
  }
}

/// A descriptor that is written as a whole.
enum StandardStream {
  /// Takes the numbers of standard streams that are closed, so that no file of ours gets one and is
  /// written over by messages. Reading and writing them fails as before.
  static func reserve() {
    for descriptor in 0..<Int32(3) where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// The number of the error, if there was one.
  static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN {
          var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&wish, 1, -1)
          continue
        }
        guard count > 0 else { return errno }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return nil
    }
  }
}
