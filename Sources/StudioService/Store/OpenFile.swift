import FoundationEssentials
import Glibc
import StudioCore

/// An open file or folder; closed when the last reference goes.
///
/// Interrupted calls are repeated and short writes completed.
final class OpenFile: Sendable {
  let path: String
  let descriptor: Int32

  /// - Parameter flags: for `open(2)`; `O_CLOEXEC` is added. New files get mode 0600.
  convenience init(_ path: String, _ flags: Int32) throws(StudioError) {
    self.init(path, descriptor: try Self.descriptor(path, flags, unless: []))
  }

  /// nil where the call fails with one of `numbers`.
  static func opened(
    _ path: String, _ flags: Int32, unless numbers: Set<Int32>
  ) throws(StudioError) -> OpenFile? {
    let descriptor = try descriptor(path, flags, unless: numbers)
    return descriptor < 0 ? nil : OpenFile(path, descriptor: descriptor)
  }

  private init(_ path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Negative where the call fails with one of `numbers`.
  private static func descriptor(
    _ path: String, _ flags: Int32, unless numbers: Set<Int32>
  ) throws(StudioError) -> Int32 {
    let isCreation = flags & O_CREAT != 0
    let descriptor = repeating { open(path, flags | O_CLOEXEC, 0o600) }
    let number = errno
    guard descriptor < 0, !numbers.contains(number) else { return descriptor }
    throw .systemCall(isCreation ? "create" : "open", path, number, isCreation: isCreation)
  }

  deinit { close(descriptor) }

  func write(_ bytes: UnsafeRawBufferPointer) throws(StudioError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let written = Self.repeating { Glibc.write(descriptor, part.baseAddress, part.count) }
      guard written >= 0 else { throw .systemCall("write", path, errno) }
      // Zero for a request that is not empty would repeat for ever.
      guard written > 0 else { throw .systemCall("write", path, EIO) }
      rest = rest.dropFirst(written)
    }
  }

  func write(_ data: Data) throws(StudioError) {
    let failure: StudioError? = data.withUnsafeBytes { bytes in
      do throws(StudioError) { try write(bytes) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  /// Makes content and length durable.
  func sync() throws(StudioError) {
    guard Self.repeating({ fsync(descriptor) }) == 0 else {
      throw .systemCall("write", path, errno)
    }
  }

  /// The file's bytes from `offset`, at most `limit`.
  func read(from offset: Int = 0, limit: Int) throws(StudioError) -> Data {
    var data = Data()
    var piece = [UInt8](repeating: 0, count: min(max(limit, 1), 65536))
    while data.count < limit {
      let wanted = min(piece.count, limit - data.count)
      let place = off_t(offset + data.count)
      let count = Self.repeating { pread(descriptor, &piece, wanted, place) }
      guard count >= 0 else { throw .systemCall("read", path, errno) }
      if count == 0 { break }
      data.append(contentsOf: piece[..<count])
    }
    return data
  }

  func size() throws(StudioError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .systemCall("read", path, errno) }
    return Int(status.st_size)
  }

  /// Makes the names in a folder durable.
  static func syncFolder(_ path: String) throws(StudioError) {
    try OpenFile(path, O_RDONLY | O_DIRECTORY).sync()
  }

  static func repeating<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}
