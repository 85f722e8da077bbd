import Glibc
import NIOCore
import NIOPosix

/// An open picture file, read in pieces away from the threads that serve.
final class PictureFile: Sendable {
  let size: Int
  private let descriptor: CInt

  /// nil when there is no regular file of that name. Blocks: call on a thread of the pool.
  private init?(path: String) {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  static func open(path: String) async throws -> PictureFile? {
    try await NIOThreadPool.singleton.runIfActive { PictureFile(path: path) }
  }

  /// The bytes from `offset`, at most a piece of them; empty at the file's end.
  ///
  /// - Throws: `IOError` when the file cannot be read.
  func read(at offset: Int, atMost count: Int) async throws -> ByteBuffer {
    let count = min(count, PieceSize.most)
    return try await NIOThreadPool.singleton.runIfActive { [descriptor] in
      var buffer = ByteBufferAllocator().buffer(capacity: count)
      try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
        let read = pread(descriptor, bytes.baseAddress, count, off_t(offset))
        guard read >= 0 else { throw IOError(errnoCode: errno, reason: "pread") }
        return read
      }
      return buffer
    }
  }
}
