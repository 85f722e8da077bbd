import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Holds the parts of an answer's body from the moment they are decoded until they are handed on.
///
/// When a connection ends early, the HTTP library drops what it had received and not yet handed on
/// (async-http-client 1.37, `HTTPRequestStateMachine`): those bytes were paid for. What is
/// held here are the same buffers, so that memory is bounded by the library's back pressure.
final class BodyTap: ChannelInboundHandler, Sendable {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private let waiting = Mutex<CircularBuffer<ByteBuffer>>([])

  /// On the channel's event loop, when the library's own handlers are there.
  func join(_ channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
    try pipeline.addHandler(self, position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .body(let bytes) = Self.unwrapInboundIn(data) {
      waiting.withLock { $0.append(bytes) }
    }
    context.fireChannelRead(data)
  }

  /// So many bytes more are with the reader.
  func handOn(_ count: Int) {
    waiting.withLock { waiting in
      var count = count
      while count > 0, let first = waiting.first {
        guard first.readableBytes > count else {
          count -= first.readableBytes
          waiting.removeFirst()
          continue
        }
        waiting[waiting.startIndex].moveReaderIndex(forwardBy: count)
        count = 0
      }
    }
  }

  /// What came and was never handed on.
  func takeRest() -> CircularBuffer<ByteBuffer> {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

/// A body of which everything that arrived comes before the error that ended it.
struct TappedBody: AsyncSequence, Sendable {
  let body: HTTPClientResponse.Body
  let tap: BodyTap

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var body: HTTPClientResponse.Body.AsyncIterator
    fileprivate let tap: BodyTap
    private var rest: CircularBuffer<ByteBuffer> = []
    private var failure: (any Error)?

    fileprivate init(_ tapped: TappedBody) {
      body = tapped.body.makeAsyncIterator()
      tap = tapped.tap
    }

    mutating func next() async throws -> ByteBuffer? {
      if failure == nil {
        do {
          try Task.checkCancellation()
          let chunk = try await body.next()
          tap.handOn(chunk?.readableBytes ?? 0)
          return chunk
        } catch {
          failure = error
          rest = tap.takeRest()
        }
      }
      if let chunk = rest.popFirst() { return chunk }
      if let failure { throw failure }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
