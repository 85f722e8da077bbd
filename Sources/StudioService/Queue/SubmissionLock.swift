import StudioCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Held while a wish is looked up and recorded, so that the same one submitted twice at once, by
/// this process or by two, becomes one job: an advisory lock on the store's folder.
final class SubmissionLock: Sendable {
  /// Far longer than recording takes.
  private static let patience = Duration.seconds(30)

  /// Stores in which a task of this process has its turn: only that one asks the file system.
  private static let turns = Watched<Set<String>>([])

  private let path: String
  private let folder: OpenFile
  private let isHeld = Mutex(true)

  private init(_ path: String, _ folder: OpenFile) {
    self.path = path
    self.folder = folder
  }

  deinit { release() }

  /// Waits its turn. Where the file system knows no such locks, there is none.
  ///
  /// Throws `cannot-create`, `disk-full` or `input-output` where there can be no store, `busy` when
  /// another process does not let go, `cancelled`.
  static func take(in path: String) async throws(StudioError) -> SubmissionLock {
    try StoreLayout.makeFolder(path)
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    try await takeTurn(in: path)
    let lock = SubmissionLock(path, folder)
    let end = ContinuousClock.now + patience
    while flock(lock.folder.descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      guard !Task.isCancelled else { throw .unsent(true) }
      guard ContinuousClock.now < end else {
        throw StudioError(
          .busy, "Another Easel does not let go of the store.",
          hint: "Is one stopped (Ctrl-Z)? Nothing was sent.", isRetryable: true)
      }
      try? await Task.sleep(for: .milliseconds(2))
    }
    return lock
  }

  private static func takeTurn(in path: String) async throws(StudioError) {
    var isMine = false
    while !isMine {
      do { try await turns.first { $0.contains(path) ? nil : () } } catch { throw .unsent(true) }
      turns.change { isMine = $0.insert(path).inserted }
    }
  }

  func release() {
    let wasHeld = isHeld.withLock { isHeld in
      defer { isHeld = false }
      return isHeld
    }
    guard wasHeld else { return }
    flock(folder.descriptor, LOCK_UN)
    Self.turns.change { $0.remove(path) }
  }
}
