import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import StudioCore
import Synchronization

/// The transport of the studio, on async-http-client: one client, one connection, one exchange.
///
/// A client of its own for every exchange costs about a millisecond and buys certainty: there is
/// no pooled connection that the other side has just closed, hence nothing that a library could
/// decide to send again, and the connection's creation is a place where the request can be held
/// back until the record says `sent`.
struct AsyncHTTPTransport: HTTPTransport {
  /// A PEM file to trust in place of the system's (`SSL_CERT_FILE`); nil for the system's.
  var certificateFile: String?

  func exchange<Result: Sendable>(
    _ request: HTTPRequest,
    onConnected: @escaping @Sendable () async throws -> Void,
    receive: @Sendable (HTTPAnswer) async throws -> Result
  ) async throws -> Result {
    let gate = ConnectionGate(refusesNear: request.refusesNearAddresses, onConnected: onConnected)
    let client = HTTPClient(
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      configuration: configuration(request.limits, gate))
    let watchdog = Watchdog(after: request.limits.total) { try? await client.shutdown() }
    do {
      let answer = try await client.execute(
        try makeRequest(request), deadline: .distantFuture)
      let result = try await receive(HTTPAnswer(answer, gate))
      watchdog.cancel()
      try? await client.shutdown()
      return result
    } catch {
      let stage = gate.close()
      let hasTimedOut = watchdog.hasFired
      watchdog.cancel()
      // Not waited for: it lasts as long as a connection that is still being made. Fails only if the
      // watchdog has done it already.
      Task { try? await client.shutdown() }
      throw TransportFailure.classify(error, stage: stage, hasTimedOut: hasTimedOut)
    }
  }

  private func configuration(
    _ limits: TimeLimits, _ gate: ConnectionGate
  ) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let certificateFile { tls.trustRoots = .file(certificateFile) }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls,
      redirectConfiguration: .disallow,
      timeout: .init(connect: TimeAmount(limits.connect), read: TimeAmount(limits.idle)))
    configuration.httpVersion = .http1Only
    // Otherwise a refused connection is tried again until the connect timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.http1_1ConnectionDebugInitializer = { channel in
      gate.pass(channel)
    }
    return configuration
  }

  private func makeRequest(_ request: HTTPRequest) throws -> HTTPClientRequest {
    var made = HTTPClientRequest(url: request.url)
    made.method = HTTPMethod(rawValue: request.method)
    for (name, value) in request.headers { made.headers.add(name: name, value: value) }
    if let credential = request.credential {
      made.headers.add(name: credential.name, value: credential.headerValue)
    }
    if !request.body.isEmpty { made.body = .bytes(ByteBuffer(bytes: request.body)) }
    return made
  }
}

extension HTTPAnswer {
  fileprivate init(_ answer: HTTPClientResponse, _ gate: ConnectionGate) {
    self.init(
      status: Int(answer.status.code),
      headers: answer.headers.map { (name: $0.name, value: $0.value) },
      body: TappedBody(body: answer.body, tap: gate.tap), isFromLoopback: gate.isLoopback)
  }
}

/// Holds a new connection back until the caller has made `sent` durable. Opens once: a second
/// connection for the same request would mean that something tries to send it again.
private final class ConnectionGate: Sendable {
  let tap = BodyTap()
  private let refusesNear: Bool
  private let onConnected: @Sendable () async throws -> Void
  private let state = Mutex(TransportFailure.Stage.connecting)
  private let isClosed = Mutex(false)
  private let peer = Mutex<SocketAddress?>(nil)

  init(refusesNear: Bool, onConnected: @escaping @Sendable () async throws -> Void) {
    self.refusesNear = refusesNear
    self.onConnected = onConnected
  }

  var isLoopback: Bool { peer.withLock { $0 }.map(NearAddress.isLoopback) ?? false }

  /// Lets nothing pass from now on, and tells what had.
  func close() -> TransportFailure.Stage {
    isClosed.withLock { isClosed in
      isClosed = true
      return state.withLock { $0 }
    }
  }

  /// The address is that of the standing connection: no name can resolve to another one after it.
  func pass(_ channel: any Channel) -> EventLoopFuture<Void> {
    let address = channel.remoteAddress
    do {
      try tap.join(channel)
    } catch {
      return channel.eventLoop.makeFailedFuture(error)
    }
    return channel.eventLoop.makeFutureWithTask { [self] in
      guard state.withLock({ $0 == .connecting }) else { throw SecondConnection() }
      peer.withLock { $0 = address }
      do {
        if refusesNear, address.map(NearAddress.isNear) ?? true { throw Self.nearAddress }
        try checkOpen()
        try await onConnected()
        try isClosed.withLock { isClosed in
          if isClosed { throw CancellationError() }
          state.withLock { $0 = .open }
        }
      } catch {
        state.withLock { $0 = .refused(error) }
        throw error
      }
    }
  }

  private func checkOpen() throws {
    if isClosed.withLock({ $0 }) { throw CancellationError() }
  }

  private struct SecondConnection: Error {}

  private static let nearAddress = StudioError(
    .badAnswer, "The service named a link to this machine or its own network link.",
    hint: "It was not followed: such links can be misused.", mayHaveBeenBilled: true)
}

/// Runs an action once, unless cancelled before.
private final class Watchdog: Sendable {
  private let fired = Mutex(false)
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(after delay: Duration, _ action: @escaping @Sendable () async -> Void) {
    let started = Task { [weak self] in
      do { try await Task.sleep(for: delay) } catch { return }
      self?.fired.withLock { $0 = true }
      await action()
    }
    task.withLock { $0 = started }
  }

  var hasFired: Bool { fired.withLock { $0 } }

  func cancel() { task.withLock { $0?.cancel() } }
}
