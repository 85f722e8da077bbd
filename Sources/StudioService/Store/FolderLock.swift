import Glibc
import StudioCore
import Synchronization

/// Ownership of a generation: an advisory lock on its folder, which ends with the process, so that
/// no owner is ever stale.
///
/// Where the file system knows no such locks (some network ones), the record's worker counts
/// instead: it owns the generation while its process lives. Of a worker on another host nothing
/// can be known: it is taken to live.
final class FolderLock: Sendable {
  private let folder: OpenFile
  /// Set where the lock is by the record's worker alone.
  private let heldID: GenerationID?

  /// Whether the kernel keeps other processes out, too.
  var isExclusive: Bool { heldID == nil }

  /// nil while somebody else, in this process or another, is the owner.
  init?(_ id: GenerationID, folder path: String) throws(StudioError) {
    let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
    self.folder = folder
    if OpenFile.repeating({ flock(folder.descriptor, LOCK_EX | LOCK_NB) }) == 0 {
      heldID = nil
      return
    }
    guard errno != EWOULDBLOCK else { return nil }
    let worker = try? GenerationRecord.read(id, in: path).worker
    guard !Self.isAlive(worker ?? nil), Self.held.withLock({ $0.insert(id).inserted }) else {
      return nil
    }
    heldID = id
  }

  deinit {
    // Said aloud: closing alone leaves the lock to a child that was forked meanwhile, until it
    // becomes another program.
    flock(folder.descriptor, LOCK_UN)
    if let heldID { _ = Self.held.withLock { $0.remove(heldID) } }
  }

  private static let held = Mutex<Set<GenerationID>>([])

  private static func isAlive(_ worker: Worker?) -> Bool {
    guard let worker else { return false }
    guard !worker.isElsewhere else { return true }
    // This process itself is told apart by `held`: its number may be that of an earlier one.
    return worker.pid != getpid() && access("/proc/\(worker.pid)", F_OK) == 0
  }
}
