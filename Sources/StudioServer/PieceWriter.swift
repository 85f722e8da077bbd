import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// Bytes of one answer's body that were handed to the network.
final class SentBytes: Sendable {
  private let value = Mutex(0)
  var count: Int {
    get { value.withLock { $0 } }
    set { value.withLock { $0 = newValue } }
  }
}

/// Hands a body to the network in small pieces and counts them. Each piece waits until the network
/// takes more, so that a caller who reads nothing costs one piece and not the whole answer.
struct PieceWriter<Parent: ResponseBodyWriter>: ResponseBodyWriter {
  var parent: Parent
  let sent: SentBytes

  mutating func write(_ buffer: ByteBuffer) async throws {
    var rest = buffer
    while let piece = rest.takePiece() {
      try await parent.write(piece)
      sent.count += piece.readableBytes
    }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
    try await parent.finish(trailingHeaders)
  }
}

/// The bytes of an answer that are given to the network at once.
enum PieceSize {
  static let most = 64 << 10
}

extension ByteBuffer {
  /// Takes the next piece off the front; nil when nothing is left.
  mutating func takePiece() -> ByteBuffer? {
    guard readableBytes > 0 else { return nil }
    return readSlice(length: min(readableBytes, PieceSize.most))
  }
}
