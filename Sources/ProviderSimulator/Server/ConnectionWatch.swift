import NIOCore
import NIOHTTPTypes
import Synchronization

/// Sees what the network takes of an answer, and how the client leaves a connection: by an orderly
/// end of its requests, or by a reset.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = Any
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private struct State {
    var clientHasLeft = false
    var answerIsTaken = false
    var onReset: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// True once the client closed its side, or the connection broke.
  var clientHasLeft: Bool { state.withLock { $0.clientHasLeft } }

  /// True once the network has taken the last byte of the answer to the newest request.
  var answerIsTaken: Bool { state.withLock { $0.answerIsTaken } }

  /// A new request: nothing of its answer was taken, and the last action is forgotten.
  func begin() {
    state.withLock {
      $0.answerIsTaken = false
      $0.onReset = nil
    }
  }

  /// Runs `action` if the connection is reset from now on.
  func onReset(_ action: @escaping @Sendable () -> Void) {
    state.withLock { $0.onReset = action }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { leave() }
    context.fireUserInboundEventTriggered(event)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
    let taken = promise ?? context.eventLoop.makePromise()
    taken.futureResult.whenSuccess { self.state.withLock { $0.answerIsTaken = true } }
    context.write(data, promise: taken)
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  /// A client that closes with unread bytes resets the connection: it did not take them.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    leave()
    if error is IOError { state.withLock { $0.onReset }?() }
    context.fireErrorCaught(error)
  }

  private func leave() { state.withLock { $0.clientHasLeft = true } }
}
