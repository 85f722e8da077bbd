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
/// takes more, so that a caller who reads nothing costs a few pieces and not the whole answer.
struct PieceWriter<Parent: ResponseBodyWriter>: ResponseBodyWriter {
  var parent: Parent
  let sent: SentBytes
  /// The socket's.
  let loop: any EventLoop
  private var ahead = 0

  init(parent: Parent, sent: SentBytes, loop: any EventLoop) {
    self.parent = parent
    self.sent = sent
    self.loop = loop
  }

  mutating func write(_ buffer: ByteBuffer) async throws {
    var rest = buffer
    while let piece = rest.takePiece() {
      try await parent.write(piece)
      sent.count += piece.readableBytes
      try await follow(piece.readableBytes)
    }
  }

  /// That the network takes no more is known only once its thread has tried: where that has much to
  /// do, the whole answer would be written before.
  private mutating func follow(_ count: Int) async throws {
    ahead += count
    guard ahead >= PieceSize.mostAhead else { return }
    ahead = 0
    try await loop.submit {}.get()
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
    try await parent.finish(trailingHeaders)
  }
}

/// The bytes of an answer that are given to the network at once.
enum PieceSize {
  static let most = 64 << 10
  /// And those that may wait for its thread.
  static let mostAhead = 8 * most
}

extension ByteBuffer {
  /// Takes the next piece off the front; nil when nothing is left.
  mutating func takePiece() -> ByteBuffer? {
    guard readableBytes > 0 else { return nil }
    return readSlice(length: min(readableBytes, PieceSize.most))
  }
}
