internal import Glibc

/// A regular file open for reading; closed when it goes out of scope.
struct PictureFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  /// The length when it was opened.
  let byteCount: Int

  /// Throws `ImageError.unreadable` when it is missing, forbidden or not a regular file. Never waits:
  /// a pipe without a writer is refused, not opened.
  init(path: String) throws(ImageError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
    var status = stat()
    let failure = fstat(descriptor, &status) == 0 ? Self.refusal(of: status) : errno
    guard failure == 0 else {
      close(descriptor)
      throw .unreadable(path: path, errno: failure)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  private static func refusal(of status: stat) -> Int32 {
    switch status.st_mode & S_IFMT {
    case S_IFREG: 0
    case S_IFDIR: EISDIR
    default: EINVAL
    }
  }

  /// Up to `count` bytes from `offset`; fewer only where the file ends.
  func bytes(at offset: Int, count: Int) throws(ImageError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let room = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let got = pread(descriptor, room.baseAddress, room.count, offset + filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
    }
    guard failure == 0 else { throw .unreadable(path: path, errno: failure) }
    return bytes
  }
}
