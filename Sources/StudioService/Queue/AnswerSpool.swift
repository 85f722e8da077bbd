import CLinux
import Dispatch
import Glibc
import StudioCore
import Synchronization

/// An answer's bytes in a file, as far as those who asked may see them by now. Readers take them
/// from the file at their own speed, so that memory grows neither with the answer nor with them.
final class AnswerSpool: Sendable {
  private struct Progress: Sendable {
    /// Bytes that may be seen.
    var released = 0
    /// nil while more may come.
    var end: Result<Void, StudioError>?
  }

  private enum Step: Sendable {
    case read(Int)
    case end
    case fail(StudioError)
  }

  private static let chunk = 256 << 10
  static let work = DispatchQueue(label: "easel.spool", attributes: .concurrent)

  private let file: OpenFile
  private let progress = Watched(Progress())

  /// The file may lose its name while it is read.
  init(_ file: OpenFile) { self.file = file }

  /// True once nothing more comes.
  var hasEnded: Bool { progress.value.end != nil }

  func release(upTo offset: Int) {
    progress.change { $0.released = max($0.released, offset) }
  }

  func finish() { end(.success(())) }
  func fail(_ error: StudioError) { end(.failure(error)) }

  private func end(_ result: Result<Void, StudioError>) {
    progress.change { $0.end = $0.end ?? result }
  }

  /// From the first byte on. `reader` is kept until the last one is gone.
  func bytes(for reader: any AnyObject & Sendable) -> AsyncThrowingStream<[UInt8], any Error> {
    let offset = Mutex(0)
    return AsyncThrowingStream { [self] in
      let start = offset.withLock { $0 }
      let bytes = try await next(from: start)
      withExtendedLifetime(reader) { offset.withLock { $0 += bytes?.count ?? 0 } }
      return bytes
    }
  }

  private func next(from offset: Int) async throws -> [UInt8]? {
    let step: Step = try await progress.first { progress in
      if offset < progress.released {
        return .read(min(Self.chunk, progress.released - offset))
      }
      switch progress.end {
      case nil: return nil
      case .success: return .end
      case .failure(let error): return .fail(error)
      }
    }
    switch step {
    case .read(let count):
      // Mostly just written: then no other thread is woken for it.
      if let bytes = file.cachedBytes(from: offset, count: count) { return bytes }
      return try await Self.work.run { [file] () throws(StudioError) in
        try file.bytes(from: offset, count: count)
      }
    case .end: return nil
    case .fail(let error): throw error
    }
  }
}

extension OpenFile {
  /// Some bytes, at most `count`, without waiting for the disk; nil where that has to be asked.
  fileprivate func cachedBytes(from offset: Int, count: Int) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var part = iovec(iov_base: buffer.baseAddress, iov_len: count)
      filled = max(0, preadv2(descriptor, &part, 1, off_t(offset), RWF_NOWAIT))
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// Some bytes, at least one and at most `count`. Throws where there are none.
  fileprivate func bytes(from offset: Int, count: Int) throws(StudioError) -> [UInt8] {
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let got = Self.repeating { pread(descriptor, buffer.baseAddress, count, off_t(offset)) }
      number = got < 0 ? errno : EIO
      filled = max(0, got)
    }
    guard !bytes.isEmpty else { throw .systemCall("read", path, number) }
    return bytes
  }
}
