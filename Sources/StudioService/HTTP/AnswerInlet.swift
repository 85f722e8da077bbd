import NIOCore
import NIOHTTP1
import NIOTLS
import StudioCore
import Synchronization

/// The end of a connection's pipeline: hands what its event loop reads to the task that waits for
/// it. Everything that came before an error is handed on before the error: it was paid for.
final class AnswerInlet: ChannelInboundHandler, Sendable {
  typealias InboundIn = HTTPClientResponsePart

  /// Bytes that wait for the task; beyond, the connection is not read until half of them are taken:
  /// what is left then keeps the task at work until more has come.
  fileprivate static let most = 512 << 10

  fileprivate struct State: Sendable {
    var channel: (any Channel)?
    var isOpen = false
    var head: HTTPResponseHead?
    var chunks = CircularBuffer<ByteBuffer>()
    var byteCount = 0
    var end: Result<Void, any Error>?
    var isPaused = false
    /// When something came last; nil before the request has left.
    var lastMoment: NIODeadline?
    var waiter: CheckedContinuation<Void, Never>?
    /// What ends the exchange when it takes too long: to connect, then as a whole.
    var watch: Scheduled<Void>?

    mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
      defer { waiter = nil }
      return waiter
    }
  }

  let limits: TimeLimits
  private let state = Mutex(State())

  init(_ limits: TimeLimits) { self.limits = limits }

  private func change(_ change: (inout State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      return state.takeWaiter()
    }
    waiter?.resume()
  }

  /// Ends the exchange, unless it has ended, and closes the connection.
  func end(_ error: any Error) {
    change { $0.end = $0.end ?? .failure(error) }
    close()
  }

  func close() { state.withLock { $0.channel }?.close(promise: nil) }
}

// On the event loop.
extension AnswerInlet {
  /// A connection is on its way.
  func begin(on loop: any EventLoop) {
    watch(loop, limits.connect, ExchangeError.slowConnection)
  }

  private func open(_ loop: any EventLoop) {
    watch(loop, limits.total, ExchangeError.slow)
    change { $0.isOpen = true }
  }

  /// From now on, and instead of what was watched before.
  private func watch(_ loop: any EventLoop, _ time: Duration, _ error: ExchangeError) {
    let next: Scheduled<Void> = loop.scheduleTask(in: TimeAmount(time)) { [weak self] in
      self?.end(error)
    }
    let previous = state.withLock { state in
      defer { state.watch = next }
      return state.watch
    }
    previous?.cancel()
  }

  /// The connection stands. One that nobody wants any more is closed.
  func join(_ channel: any Channel, isSecure: Bool) throws {
    let isWanted = state.withLock { state in
      state.channel = channel
      return state.end == nil
    }
    guard isWanted else { return channel.close(promise: nil) }
    try channel.pipeline.syncOperations.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes)
    try channel.pipeline.syncOperations.addHandler(self)
    if !isSecure { open(channel.eventLoop) }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent { open(context.eventLoop) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let now = NIODeadline.now()
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      change {
        $0.lastMoment = now
        $0.head = head
      }
    case .body(let bytes):
      let isFull = state.withLock { state in
        state.lastMoment = now
        state.byteCount += bytes.readableBytes
        state.chunks.append(bytes)
        let isFull = state.byteCount > Self.most && !state.isPaused
        if isFull { state.isPaused = true }
        return isFull
      }
      if isFull { _ = context.channel.setOption(ChannelOptions.autoRead, value: false) }
    case .end:
      // Closed when the exchange is over: a service may still be finishing its side.
      change { $0.end = $0.end ?? .success(()) }
    }
  }

  /// Whoever waits is woken once for all that came at once.
  func channelReadComplete(context: ChannelHandlerContext) {
    change { _ in }
    context.fireChannelReadComplete()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    change { $0.end = $0.end ?? .failure(error) }
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    change { $0.end = $0.end ?? .failure(ExchangeError.closed) }
    state.withLock { $0.watch }?.cancel()
    context.fireChannelInactive()
  }

  /// Looks, as long as the exchange lasts, whether anything still comes.
  private func watchIdle(_ loop: any EventLoop) {
    let (last, isOver) = state.withLock { ($0.isPaused ? nil : $0.lastMoment, $0.end != nil) }
    if isOver { return }
    let deadline = (last ?? .now()) + TimeAmount(limits.idle)
    if deadline <= .now() { return end(ExchangeError.idle) }
    loop.scheduleTask(deadline: deadline) { [weak self] in self?.watchIdle(loop) }
  }
}

// On the side of the task.
extension AnswerInlet {
  /// Waits until the connection, and TLS, stands.
  func opened(isolation: isolated (any Actor)? = #isolation) async throws -> any Channel {
    while true {
      let (channel, end) = state.withLock { ($0.isOpen ? $0.channel : nil, $0.end) }
      if let end { try end.get() }
      if let channel { return channel }
      await news { !$0.isOpen && $0.end == nil }
    }
  }

  /// Lets the request go. False where the connection has ended already: not a byte of it leaves.
  func send(_ message: HTTPMessage) -> Bool {
    guard let channel = state.withLock({ $0.end == nil ? $0.channel : nil }) else { return false }
    // Not waited for: what becomes of it shows in the answer.
    channel.eventLoop.execute { [self] in
      channel.write(HTTPClientRequestPart.head(message.head), promise: nil)
      if let body = message.body {
        channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
      }
      let sent = channel.eventLoop.makePromise(of: Void.self)
      sent.futureResult.whenComplete { [self] _ in
        state.withLock { $0.lastMoment = $0.lastMoment ?? .now() }
        watchIdle(channel.eventLoop)
      }
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: sent)
    }
    return true
  }

  /// Waits for the answer's head.
  func head(isolation: isolated (any Actor)? = #isolation) async throws -> HTTPResponseHead {
    while true {
      let (head, end) = state.withLock { ($0.head, $0.end) }
      if let head { return head }
      if let end {
        try end.get()
        throw ExchangeError.closed
      }
      await news { $0.head == nil && $0.end == nil }
    }
  }

  /// The next bytes of the body; nil after the last.
  func next(isolation: isolated (any Actor)? = #isolation) async throws -> ByteBuffer? {
    while true {
      let (chunk, end, resumed) = state.withLock { $0.take() }
      if let resumed { _ = resumed.setOption(ChannelOptions.autoRead, value: true) }
      if let chunk { return chunk }
      if let end {
        try end.get()
        return nil
      }
      await news { $0.chunks.isEmpty && $0.end == nil }
    }
  }

  /// Returns when what is waited for has come, by `isWaiting`.
  private func news(
    isolation: isolated (any Actor)? = #isolation, isWaiting: @Sendable (State) -> Bool
  ) async {
    await withCheckedContinuation(isolation: isolation) { continuation in
      let isLate = state.withLock { state in
        guard isWaiting(state) else { return true }
        state.waiter = continuation
        return false
      }
      if isLate { continuation.resume() }
    }
  }
}

extension AnswerInlet.State {
  /// A chunk, or the end after the last one; and the channel, where it is to be read again.
  fileprivate mutating func take() -> (ByteBuffer?, Result<Void, any Error>?, (any Channel)?) {
    guard let chunk = chunks.popFirst() else { return (nil, end, nil) }
    byteCount -= chunk.readableBytes
    guard isPaused, byteCount <= AnswerInlet.most / 2 else { return (chunk, nil, nil) }
    isPaused = false
    lastMoment = .now()
    return (chunk, nil, channel)
  }
}

/// Why a connection ended before its answer did.
enum ExchangeError: Error {
  /// No connection, or no TLS, in time.
  case slowConnection
  case idle
  /// The whole took too long.
  case slow
  case closed
}

/// An answer's body, as it comes.
struct InletBody: AsyncSequence, Sendable {
  let inlet: AnswerInlet

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let inlet: AnswerInlet

    mutating func next() async throws -> ByteBuffer? { try await inlet.next() }

    mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(any Error) -> ByteBuffer? {
      try await inlet.next(isolation: actor)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inlet: inlet) }
}
