import Dispatch
import FoundationEssentials
import Glibc
import NIOCore
import StudioCore
import Synchronization

/// A file that bytes are appended to while they arrive. Its name ends in `.part` until it is
/// published.
///
/// Bytes are with the operating system when `append` returns, so that they outlive this process.
final class PartFile: Sendable {
  private struct State {
    var count = 0
    var head: [UInt8] = []
    /// Bytes whose way to the disk has begun.
    var leaving = 0

    mutating func note(_ bytes: UnsafeRawBufferPointer) {
      count += bytes.count
      if head.count < headLength { head += bytes.prefix(headLength - head.count) }
    }
  }

  /// Enough to tell a picture's kind, and mostly its size.
  private static let headLength = 64

  /// Bytes.
  private static let muchToSync = 1 << 20

  let path: String
  let file: OpenFile
  private let digest: BackgroundDigest?
  private let state: Mutex<State>

  /// Makes the file, or empties it. With `isHashing`, the SHA-256 is kept as bytes come: of what
  /// came, whatever the disk makes of it.
  init(path: String, isHashing: Bool = false) throws(StudioError) {
    self.path = path
    file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
    digest = isHashing ? try BackgroundDigest() : nil
    state = Mutex(State())
  }

  /// No file: what is appended is only counted and hashed.
  init() throws(StudioError) {
    path = ""
    file = try OpenFile("/dev/null", O_WRONLY)
    digest = try BackgroundDigest()
    state = Mutex(State())
  }

  /// A file that an earlier process left, as if it had just been appended.
  init(adopting path: String) throws(StudioError) {
    self.path = path
    file = try OpenFile(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK)
    let head = try file.read(limit: Self.headLength)
    digest = nil
    state = Mutex(State(count: try file.size(), head: Array(head)))
  }

  /// Bytes appended so far.
  var count: Int { state.withLock { $0.count } }

  /// The first bytes, at most 64: known without reading the file.
  var head: [UInt8] { state.withLock { $0.head } }

  /// Lower-case hex of the SHA-256 of what was appended; nil for a file that is not hashing.
  var sha256: String? { digest?.hex }

  /// Throws `disk-full` or `input-output`; what was written before stays, and nothing of `bytes`.
  func append(_ bytes: UnsafeRawBufferPointer) throws(StudioError) {
    // As a number, because a pointer may not go into what the lock guards. Nothing keeps it.
    let (address, count) = (UInt(bitPattern: bytes.baseAddress), bytes.count)
    let failure: StudioError? = state.withLock { state in
      let start = UnsafeRawPointer(bitPattern: address)
      let bytes = UnsafeRawBufferPointer(start: start, count: count)
      do throws(StudioError) {
        try file.write(bytes)
      } catch {
        ftruncate(file.descriptor, off_t(state.count))
        return error
      }
      state.note(bytes)
      return nil
    }
    if let failure { throw failure }
    digest?.update(bytes)
  }

  func append(_ buffer: ByteBuffer) throws(StudioError) {
    let failure: StudioError? = buffer.withUnsafeReadableBytes { bytes in
      do throws(StudioError) { try append(bytes) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  /// Begins to write what is new to the disk where it is much, so that little is left to wait for in
  /// `sync` (measured on ext4, 3 MB: 1.5 instead of 3.5 ms). On another thread: it takes as long as
  /// the disk takes to accept it, 1 to 3 ms for a megabyte.
  func beginSync() {
    let fresh = state.withLock { state -> Range<Int>? in
      guard state.count - state.leaving >= Self.muchToSync else { return nil }
      defer { state.leaving = state.count }
      return state.leaving..<state.count
    }
    guard let fresh else { return }
    Self.syncing.async { [file] in
      // Linux does so for pages of which it is told that they are not needed, and lets go only of
      // those that are written already.
      posix_fadvise(
        file.descriptor, off_t(fresh.lowerBound), off_t(fresh.count), POSIX_FADV_DONTNEED)
    }
  }

  private static let syncing = DispatchQueue(label: "easel.writeback")

  /// Makes what was appended durable.
  func sync() throws(StudioError) { try file.sync() }

  /// Takes the file away, and gives its space back.
  func remove() {
    ftruncate(file.descriptor, 0)
    unlink(path)
  }
}
