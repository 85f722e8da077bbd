import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// Bytes of one answer's body that were handed to the network, and how many of them have reached the
/// thread of the socket.
final class SentBytes: Sendable {
  private let value = Mutex((handed: 0, arrived: 0))

  var count: Int { value.withLock { $0.handed } }
  /// Those that wait for the thread.
  var ahead: Int { value.withLock { $0.handed - $0.arrived } }

  func add(_ count: Int) { value.withLock { $0.handed += count } }

  /// On the thread of the socket: so many of all have come there.
  func arrive(_ count: Int) { value.withLock { $0.arrived = max($0.arrived, count) } }
}

/// Hands a body to the network in small pieces and counts them. Each piece waits until the network
/// takes more, so that a caller who reads nothing costs a few pieces and not the whole answer.
struct PieceWriter<Parent: ResponseBodyWriter>: ResponseBodyWriter {
  var parent: Parent
  let sent: SentBytes
  /// The socket's.
  let loop: any EventLoop

  mutating func write(_ buffer: ByteBuffer) async throws {
    var rest = buffer
    while let piece = rest.takePiece() {
      try await parent.write(piece)
      sent.add(piece.readableBytes)
      try await follow()
    }
  }

  /// That the network takes no more is known only once its thread has tried: where that has much to
  /// do, the whole answer would be written before.
  private func follow() async throws {
    let (sent, count) = (sent, sent.count)
    guard sent.ahead > PieceSize.mostAhead else {
      return loop.execute { sent.arrive(count) }
    }
    try await loop.submit { sent.arrive(count) }.get()
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
    try await parent.finish(trailingHeaders)
  }
}

/// The bytes of an answer that are given to the network at once. Each piece wakes a thread or two,
/// which costs more than copying it.
enum PieceSize {
  static let most = 256 << 10
  /// And those that may wait for its thread.
  static let mostAhead = most
}

extension ByteBuffer {
  /// Takes the next piece off the front; nil when nothing is left.
  mutating func takePiece() -> ByteBuffer? {
    guard readableBytes > 0 else { return nil }
    return readSlice(length: min(readableBytes, PieceSize.most))
  }
}
