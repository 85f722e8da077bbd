import NIOCore
import Synchronization

/// Sees how the client leaves a connection: an orderly end of its requests, or a reset.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = Any

  private struct State {
    var clientHasLeft = false
    var onReset: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// True once the client closed its side, or the connection broke.
  var clientHasLeft: Bool { state.withLock { $0.clientHasLeft } }

  /// Runs `action` if the connection is reset from now on; nil forgets the last action.
  func onReset(_ action: (@Sendable () -> Void)?) {
    state.withLock { $0.onReset = action }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { leave() }
    context.fireUserInboundEventTriggered(event)
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
