import NIOCore
import NIOHTTP1

/// Stands between the decoder and everything else: refuses requests that are framed badly, too long
/// or too slow, closes connections that only stay, and notices callers that leave.
///
/// Its state belongs to the channel's event loop.
final class ConnectionGate: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  enum Reading { case nothing, head, body }

  let connection: Connection
  let limits: ServerLimits
  let table: ConnectionTable
  let onRefusal: @Sendable (Refusal, String) -> Void
  var context: ChannelHandlerContext?
  lazy var clock = ConnectionClock { [weak self] in self?.isLate() }

  /// What the bytes that come next belong to.
  var reading = Reading.nothing
  /// Requests whose head was read and whose answer has not ended.
  var open = 0
  var hasBegunAnswer = false
  var closesAfterAnswer = false
  var bodyBytes = 0
  /// `bodyBytes` when the body was last seen to move.
  var bodyMark = 0
  /// What is to be said when the answers before it have ended.
  var waitingRefusal: Refusal?
  var isClosing = false

  init(
    connection: Connection, limits: ServerLimits, table: ConnectionTable,
    onRefusal: @escaping @Sendable (Refusal, String) -> Void
  ) {
    self.connection = connection
    self.limits = limits
    self.table = table
    self.onRefusal = onRefusal
  }

  // MARK: Life

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    expect(within: limits.headTime)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    clock.stop()
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    clock.stop()
    table.leave(connection)
    connection.departure.raise()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event {
      connection.departure.raise()
      if isClosing { return context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? HTTPParserError {
      return refuse(error == .headerOverflow ? .longHead : .broken, because: error)
    }
    connection.departure.raise()
    context.fireErrorCaught(error)
  }

  // MARK: Reading

  /// Bytes have arrived, before anything is known of what they are.
  func bytesArrived() {
    guard reading == .nothing else { return }
    reading = .head
    if open == 0 { expect(within: limits.headTime) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing, waitingRefusal == nil else { return }
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      if let refusal = RequestFraming.refusal(of: head, bodyLimit: limits.body) {
        return refuse(refusal)
      }
      begin(head, context)
    case .body(let buffer):
      bodyBytes += buffer.readableBytes
      if bodyBytes > limits.body { return refuse(.longBody(limit: limits.body)) }
    case .end:
      reading = .nothing
      if open > 0 { clock.rest() }
      table.set(connection, isBusy: open > 0)
    }
    context.fireChannelRead(data)
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    open += 1
    reading = .body
    (bodyBytes, bodyMark) = (0, 0)
    closesAfterAnswer = !head.isKeepAlive
    expect(within: limits.bodyTime)
    guard open == 1, head.headers["Expect"].contains(where: { $0.lowercased() == "100-continue" })
    else { return }
    let head = HTTPResponseHead(version: .http1_1, status: .continue)
    context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
  }

  // MARK: Answering

  func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    guard !isClosing else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch Self.unwrapOutboundIn(data) {
    case .head(var head):
      hasBegunAnswer = true
      if open == 1, table.isCrowded { closesAfterAnswer = true }
      if closesAfterAnswer { head.headers.replaceOrAdd(name: "Connection", value: "close") }
      context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      context.write(data, promise: promise)
      answerEnded(context)
    }
  }

  private func answerEnded(_ context: ChannelHandlerContext) {
    hasBegunAnswer = false
    open -= 1
    table.set(connection, isBusy: open > 0)
    if let refusal = waitingRefusal { return refuse(refusal) }
    guard open == 0 else { return }
    if closesAfterAnswer { return linger(context) }
    expectRequest()
  }

  /// No answer is due: the caller's turn.
  private func expectRequest() {
    switch reading {
    case .nothing: expect(within: limits.idleTime)
    case .head: expect(within: limits.headTime)
    case .body: expect(within: limits.bodyTime)
    }
  }

  /// The caller has stopped taking what waits for it, or takes it again.
  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if !context.channel.isWritable {
      expect(within: limits.takeTime)
    } else if open == 0 {
      expectRequest()
    } else if reading != .body {
      clock.rest()
    }
    context.fireChannelWritabilityChanged()
  }

  /// A connection that lingers ends by itself.
  func close(
    context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
  ) {
    guard isClosing else { return context.close(mode: mode, promise: promise) }
    context.channel.closeFuture.cascade(to: promise)
  }
}
