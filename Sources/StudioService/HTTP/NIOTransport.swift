import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import StudioCore

/// The transport of the studio, on SwiftNIO: one connection, one exchange.
///
/// A connection of its own for every exchange buys certainty: there is none that the other side has
/// just closed, hence nothing that would have to be sent again, and where it stands is a place in
/// which the request is held back until the record says `sent`.
struct NIOTransport: HTTPTransport {
  private let tls: TLSContext

  /// - Parameter certificateFile: a PEM file to trust in place of the system's (`SSL_CERT_FILE`).
  init(certificateFile: String? = nil) { tls = TLSContext(certificateFile: certificateFile) }

  func exchange<Result: Sendable>(
    _ request: HTTPRequest, isolation: isolated (any Actor)?,
    onConnected: () async throws -> Void, receive: (HTTPAnswer) async throws -> Result
  ) async throws -> Result {
    let inlet = AnswerInlet(request.limits)
    defer { inlet.close() }
    return try await withTaskCancellationHandler {
      try await carry(
        request, over: inlet, isolation: isolation, onConnected: onConnected, receive: receive)
    } onCancel: {
      inlet.end(CancellationError())
    }
  }

  /// Runs where the caller does: each step elsewhere would cost a change of threads.
  private func carry<Result: Sendable>(
    _ request: HTTPRequest, over inlet: AnswerInlet, isolation: isolated (any Actor)?,
    onConnected: () async throws -> Void, receive: (HTTPAnswer) async throws -> Result
  ) async throws -> Result {
    var stage = TransportFailure.Stage.connecting
    do {
      let message = try HTTPMessage(request)
      let channel = try await connection(to: message.address, inlet)
      // Known only while the connection stands.
      let peer = channel.remoteAddress
      do {
        try Self.check(peer, request)
        try await onConnected()
      } catch {
        stage = .refused(error)
        throw error
      }
      if inlet.send(message) { stage = .open }
      let head = try await inlet.head()
      return try await receive(
        HTTPAnswer(head, inlet, isFromLoopback: peer.map(NearAddress.isLoopback) ?? false))
    } catch {
      throw TransportFailure.classify(error, stage: stage)
    }
  }

  /// A standing connection, with TLS where the address wants it.
  private func connection(
    to address: HTTPAddress, _ inlet: AnswerInlet, isolation: isolated (any Actor)? = #isolation
  ) async throws -> any Channel {
    let context = address.isSecure ? try tls.value() : nil
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    // All of it there: each step that is given to another thread's loop costs waking it.
    loop.execute {
      inlet.begin(on: loop)
      Self.connect(to: address, on: loop, inlet, context)
    }
    return try await inlet.opened()
  }

  private static func connect(
    to address: HTTPAddress, on loop: any EventLoop, _ inlet: AnswerInlet, _ context: NIOSSLContext?
  ) {
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(TimeAmount(inlet.limits.connect))
      .channelOption(.recvAllocator, value: readSizes)
      // So that a pause of the inlet takes effect at once.
      .channelOption(.maxMessagesPerRead, value: 1)
    let connected =
      if let literal = address.literal { bootstrap.connect(to: literal) } else {
        bootstrap.connect(host: address.host, port: address.port)
      }
    connected.whenComplete { result in
      do {
        let channel = try result.get()
        if let context {
          let name = address.literal == nil ? address.host : nil
          try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(context: context, serverHostname: name))
        }
        try inlet.join(channel, isSecure: context != nil)
      } catch {
        inlet.end(error)
        if case .success(let channel) = result { channel.close(promise: nil) }
      }
    }
  }

  /// Large answers come in large pieces: each wakes the job's thread.
  private static let readSizes = AdaptiveRecvByteBufferAllocator(
    minimum: 4 << 10, initial: 32 << 10, maximum: 256 << 10)

  /// The address is that of the standing connection: no name can resolve to another one after it.
  private static func check(_ address: SocketAddress?, _ request: HTTPRequest) throws {
    guard request.refusesNearAddresses, address.map(NearAddress.isNear) ?? true else { return }
    throw StudioError(
      .badAnswer, "The service named a link to this machine or its own network link.",
      hint: "It was not followed: such links can be misused.", mayHaveBeenBilled: true)
  }
}

extension HTTPAnswer {
  fileprivate init(_ head: HTTPResponseHead, _ inlet: AnswerInlet, isFromLoopback: Bool) {
    self.init(
      status: Int(head.status.code),
      headers: head.headers.map { (name: $0.name, value: $0.value) },
      body: InletBody(inlet: inlet), isFromLoopback: isFromLoopback)
  }
}
