import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import StudioCore
import Synchronization

/// One bound address.
final class Listener: Sendable {
  private let server: Server<GuardedChannel>
  private let table: ConnectionTable
  private let kind: PlannedPort.Kind
  private let place: Mutex<ListeningAddress>
  private let running = Mutex<Task<Void, Never>?>(nil)
  private let ended = Signal()
  private let ready: AsyncThrowingStream<Int, any Error>
  private let announcement: AsyncThrowingStream<Int, any Error>.Continuation

  init(
    channel: GuardedChannel, table: ConnectionTable, kind: PlannedPort.Kind, host: String,
    port: Int
  ) {
    (self.table, self.kind) = (table, kind)
    place = Mutex(ListeningAddress(door: kind.rawValue, host: host, port: port))
    let (ready, announcement) = AsyncThrowingStream<Int, any Error>.makeStream()
    (self.ready, self.announcement) = (ready, announcement)
    server = Server(
      childChannelSetup: channel,
      configuration: ServerConfiguration(
        address: .hostname(host, port: port), backlog: 4_096, reuseAddress: true),
      onServerRunning: { announcement.yield($0.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "easel", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  var address: ListeningAddress { place.withLock { $0 } }

  /// Why an address could not be had.
  struct Failure: Error {
    let error: StudioError
    /// True when this machine has no such address: another may do.
    let isAboutAddress: Bool
  }

  /// Binds and serves from now on.
  func started() async throws(Failure) -> Listener {
    let task = Task { [server, announcement, ended] in
      do {
        try await server.run()
        announcement.finish()
      } catch {
        announcement.finish(throwing: error)
      }
      ended.raise()
    }
    running.withLock { $0 = task }
    do {
      guard let port = try await ready.first(where: { _ in true }) else {
        throw CancellationError()
      }
      place.withLock { $0.port = port }
      return self
    } catch {
      throw failure(error)
    }
  }

  func onEnd(_ action: @escaping @Sendable () -> Void) { _ = ended.onRaise(action) }

  /// Lets nobody in any more; connections at rest are closed, requests go on.
  func stopAccepting() { Task { [server] in try? await server.shutdownGracefully() } }

  /// Cuts off whatever is still going on.
  func cut() {
    running.withLock { $0 }?.cancel()
    table.closeAll()
  }

  func end() async { await running.withLock { $0 }?.value }

  private func failure(_ error: any Error) -> Failure {
    let place = address
    let code = (error as? IOError)?.errnoCode
    let flag = "--\(kind.rawValue)-port"
    switch code {
    case EADDRINUSE:
      return Failure(
        error: StudioError(
          .cannotCreate, "Port \(place.port) of \(place.host) is in use by another program.",
          hint: "Choose another port with \(flag)."), isAboutAddress: false)
    case EACCES, EPERM:
      return Failure(
        error: StudioError(
          .permissionDenied, "Port \(place.port) is not for ordinary users.",
          hint: "Choose one above 1023 with \(flag)."), isAboutAddress: false)
    default:
      return Failure(
        error: StudioError(
          .badConfiguration,
          "Nothing can listen on \(LogText.printable(place.host, most: 60)), port \(place.port).",
          hint: "Choose another with --address."), isAboutAddress: true)
    }
  }
}
