import Glibc
import StudioCore

/// Lets a command return while its work goes on: the program continues in a child process, and the
/// process that was started ends when the child says so.
enum BackgroundProcess {
  /// The end of the pipe by which the child tells that it needs its parent no longer.
  private static let releaseDescriptor: Int32 = 198

  /// Forks: the caller goes on in the child; the parent never returns. It ends as soon as the child
  /// calls `release`, with the status given there, or with the child's own if that ends before.
  ///
  /// Must be called before the program starts a thread.
  static func start() throws(StudioError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw failure }
    let child = Glibc.fork()
    guard child >= 0 else { throw failure }
    if child > 0 {
      close(ends[1])
      follow(child, until: ends[0])
    }
    close(ends[0])
    dup2(ends[1], releaseDescriptor)
    close(ends[1])
    _ = fcntl(releaseDescriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Lets the parent end, and goes on in a session of its own without a terminal.
  static func release(_ status: ExitStatus) {
    setsid()
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    for descriptor in 0..<Int32(3) { dup2(null, descriptor) }
    var byte = UInt8(truncatingIfNeeded: status.rawValue)
    _ = write(releaseDescriptor, &byte, 1)
    close(releaseDescriptor)
  }

  private static func follow(_ child: pid_t, until release: Int32) -> Never {
    // The terminal sends Ctrl-C to both; the child decides what it means.
    signal(SIGINT, SIG_IGN)
    var byte: UInt8 = 0
    var count: Int
    repeat { count = read(release, &byte, 1) } while count < 0 && errno == EINTR
    if count == 1 { _exit(Int32(byte)) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    _exit(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  private static var failure: StudioError {
    StudioError(
      .busy, "The work cannot go on in the background: no more processes can be started.",
      hint: "Leave out --no-wait.", isRetryable: true)
  }
}
