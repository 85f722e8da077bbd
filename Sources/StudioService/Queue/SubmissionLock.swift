import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// Held while a wish is looked up and recorded, so that the same one submitted twice at once, by
/// this process or by two, becomes one job: an advisory lock on the store's folder.
final class SubmissionLock: Sendable {
  /// Far longer than recording takes.
  private static let patience = Duration.seconds(30)

  private let folder: OpenFile

  private init(_ folder: OpenFile) { self.folder = folder }

  /// Waits its turn. Where the file system knows no such locks, there is none.
  ///
  /// Throws `cannot-create`, `disk-full` or `input-output` where there can be no store, `busy` when
  /// another process does not let go, `cancelled`.
  static func take(in path: String) async throws(StudioError) -> SubmissionLock {
    try StoreLayout.makeFolder(path)
    let lock = SubmissionLock(try OpenFile(path, O_RDONLY | O_DIRECTORY))
    let end = ContinuousClock.now + patience
    while flock(lock.folder.descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      guard !Task.isCancelled else {
        throw StudioError(.cancelled, "Cancelled before anything was sent.")
      }
      guard ContinuousClock.now < end else {
        throw StudioError(
          .busy, "Another Easel does not let go of the store.",
          hint: "Is one stopped (Ctrl-Z)? Nothing was sent.", isRetryable: true)
      }
      try? await Task.sleep(for: .milliseconds(2))
    }
    return lock
  }

  func release() { flock(folder.descriptor, LOCK_UN) }
}
