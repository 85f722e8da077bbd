import Hummingbird
import Logging
import NIOCore

/// One HTTP server on loopback which hands whole requests to a handler.
struct SimulatorServer: Sendable {
  /// Makes the response to one request.
  typealias Handler = @Sendable (SimulatedRequest) async throws -> Response

  /// The port in use.
  let port: Int
  private let running: Task<Void, Never>

  /// Binds `port` (0: a free one) of 127.0.0.1 and serves until stopped.
  ///
  /// - Throws: what binding threw, as when the port is taken.
  init(port: Int, handler: @escaping Handler) async throws {
    let (ports, announcement) = AsyncThrowingStream<Int, any Error>.makeStream()
    let application = Self.application(port: port, handler: handler) {
      announcement.yield($0)
    }
    running = Task {
      do {
        try await application.run()
        announcement.finish()
      } catch {
        announcement.finish(throwing: error)
      }
    }
    guard let bound = try await ports.first(where: { _ in true }) else { throw CancellationError() }
    self.port = bound
  }

  var address: String { "http://127.0.0.1:\(port)" }

  func stop() async {
    running.cancel()
    await running.value
  }

  private static func application(
    port: Int, handler: @escaping Handler, announce: @escaping @Sendable (Int) -> Void
  ) -> some ApplicationProtocol {
    var logger = Logger(label: "simulator")
    logger.logLevel = .critical
    return Application(
      responder: CallbackResponder { (request: Request, context: ServerContext) in
        let connection = try await Connection(channel: context.channel)
        connection.watch.begin()
        return try await handler(SimulatedRequest(request, connection: connection))
      },
      server: .http1(configuration: .init(additionalChannelHandlers: [ConnectionWatch()])),
      configuration: .init(address: .hostname("127.0.0.1", port: port), reuseAddress: true),
      onServerRunning: { channel in announce(channel.localAddress?.port ?? port) },
      logger: logger)
  }
}

/// Carries the channel of a request to its handler.
private struct ServerContext: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }
}
