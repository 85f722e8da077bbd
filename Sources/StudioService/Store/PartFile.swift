import Glibc
import NIOCore
import StudioCore
import Synchronization

/// A file that bytes are appended to while they arrive. Its name ends in `.part` until it is
/// published.
///
/// Bytes are with the operating system when `append` returns, so that they outlive this process.
final class PartFile: Sendable {
  private struct State: ~Copyable {
    var count = 0
    var digest: SHA256Digest?
  }

  let path: String
  private let file: OpenFile
  private let state: Mutex<State>

  /// Makes the file, or empties it. With `isHashing`, the SHA-256 is kept as bytes come.
  init(path: String, isHashing: Bool = true) throws(StudioError) {
    self.path = path
    file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
    let digest: SHA256Digest? = isHashing ? try SHA256Digest() : nil
    state = Mutex(State(digest: digest))
  }

  /// Bytes appended so far.
  var count: Int { state.withLock { $0.count } }

  /// Lower-case hex of the SHA-256 of what was appended; nil for a file that is not hashing.
  var sha256: String? { state.withLock { $0.digest?.hex } }

  /// Throws `disk-full` or `input-output`; what was written before stays.
  func append(_ bytes: UnsafeRawBufferPointer) throws(StudioError) {
    // As a number, because a pointer may not go into what the lock guards. Nothing keeps it.
    let (address, count) = (UInt(bitPattern: bytes.baseAddress), bytes.count)
    let failure: StudioError? = state.withLock { state in
      let start = UnsafeRawPointer(bitPattern: address)
      let bytes = UnsafeRawBufferPointer(start: start, count: count)
      do throws(StudioError) { try file.write(bytes) } catch { return error }
      state.count += bytes.count
      state.digest?.update(bytes)
      return nil
    }
    if let failure { throw failure }
  }

  func append(_ buffer: ByteBuffer) throws(StudioError) {
    let failure: StudioError? = buffer.withUnsafeReadableBytes { bytes in
      do throws(StudioError) { try append(bytes) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  /// Makes what was appended durable.
  func sync() throws(StudioError) { try file.sync() }
}
