internal import Glibc

/// Sends the process's stderr to a file while a screen is open: no library may print over it.
struct StandardErrorRedirection: ~Copyable {
  private let saved: Int32

  /// To the end of the file at `path`, or to `/dev/null` without one or when it cannot be opened.
  init(to path: String?) {
    saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    var target: Int32 = -1
    if let path { target = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600) }
    if target < 0 { target = open("/dev/null", O_WRONLY | O_CLOEXEC) }
    guard saved >= 0, target >= 0 else { return }
    fflush(nil)
    dup2(target, STDERR_FILENO)
    close(target)
  }

  deinit {
    guard saved >= 0 else { return }
    fflush(nil)
    dup2(saved, STDERR_FILENO)
    close(saved)
  }
}
