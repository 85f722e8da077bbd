internal import CTerminal
internal import Glibc

/// The small parent process that restores the terminal when the program itself cannot: after a
/// crash, `kill -9`, or a stop from outside.
public enum Guardian {
  /// Who `start` returned in.
  public enum Role: Sendable {
    /// The child of a guardian, which waits above.
    case guarded
    /// The process that was started: there is no terminal to guard.
    case unguarded
  }

  /// Forks: the caller goes on in the child, while the parent never returns. It forwards signals,
  /// stops when the child is stopped, and exits with the child's status, or 128 and the signal.
  /// If the child ends while a screen is open, it restores the terminal and says so on stderr,
  /// naming the log.
  ///
  /// Must be called before the program starts a thread: at the very start of `main`.
  public static func start(logPath: String? = nil) -> Role {
    // The guardian needs the path as long as it lives: the copy is never freed.
    ct_guard_start(logPath.flatMap { strdup($0) }) == 1 ? .guarded : .unguarded
  }

  /// Says that the terminal is as it was: the guardian has nothing to restore. A screen says so
  /// itself when it closes or gives the terminal back.
  public static func declareClean() { ct_guard_set_dirty(0) }

  /// Says that a screen is open.
  static func declareDirty() { ct_guard_set_dirty(1) }

  /// What the guardian writes to the terminal before it restores it.
  static func setFarewell(_ bytes: [UInt8]) { ct_guard_set_farewell(bytes, bytes.count) }

  /// Lets the guardian exit with status 0 at once, while this process goes on in a session of its
  /// own with stdin, stdout and stderr on `/dev/null`: the shell is back, running jobs finish. The
  /// screen must be closed before.
  public static func release() { ct_guard_release() }
}
