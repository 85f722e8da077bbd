import NIOCore
import NIOHTTP1

extension ConnectionGate {
  /// How long a caller may take to read a last answer before the connection is cut.
  private static let lingering: TimeAmount = .seconds(1)

  /// Answers with a refusal and closes. While earlier requests are being answered, after that.
  func refuse(_ refusal: Refusal, because error: (any Error)? = nil) {
    guard !isClosing, let context else { return }
    let earlier = reading == .body ? open - 1 : open
    if hasBegunAnswer || earlier > 0 {
      waitingRefusal = refusal
      return clock.rest()
    }
    // Below zero: the request was answered before its body had come.
    if earlier == 0 { say(refusal, on: context) }
    end(because: error ?? refusal)
  }

  private func say(_ refusal: Refusal, on context: ChannelHandlerContext) {
    let id = RequestID.new()
    let answer = DoorError(refusal).closingAnswer(id: id)
    onRefusal(refusal, id)
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: refusal.status),
      headers: HTTPHeaders(answer.headers))
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    let body = context.channel.allocator.buffer(string: answer.body)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.write(Self.wrapOutboundOut(.end(nil)), promise: nil)
  }

  /// Whoever reads the request learns that it is not whole, and the connection ends.
  func end(because error: any Error) {
    guard !isClosing, let context else { return }
    linger(context)
    connection.departure.raise()
    context.fireErrorCaught(error)
  }

  /// Ends our side and throws away what still comes: closing with bytes unread would reset the
  /// connection, and the caller would lose the answer.
  func linger(_ context: ChannelHandlerContext) {
    isClosing = true
    clock.stop()
    context.flush()
    context.close(mode: .output, promise: nil)
    let channel = context.channel
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { [weak self] in
      self?.cut(channel)
    }
  }

  private func cut(_ channel: any Channel) { context?.close(promise: nil) }

  // MARK: Time

  var isInsideHead: Bool { reading == .head }

  func expect(within time: Duration) {
    guard !isClosing, let context else { return }
    clock.expect(within: time, on: context.eventLoop)
  }

  /// Nothing came, or was taken, in time.
  func isLate() {
    guard let context else { return }
    guard context.channel.isWritable else { return context.close(promise: nil) }
    switch reading {
    case .nothing: context.close(promise: nil)
    case .head: refuse(.slowHead)
    case .body:
      guard bodyBytes - bodyMark >= 1024 else { return refuse(.slowBody) }
      bodyMark = bodyBytes
      expect(within: limits.bodyTime)
    }
  }
}
