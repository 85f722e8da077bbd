import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 with a gate in every connection.
struct GuardedChannel: ServerChildChannel {
  struct Value: ServerChildChannelValue {
    let connection: Connection
    let inner: HTTP1Channel.Value
    var channel: any Channel { inner.channel }
  }

  let limits: ServerLimits
  let table: ConnectionTable
  /// Told of each request that is turned away before it is read, with the answer's id.
  let onRefusal: @Sendable (Refusal, String) -> Void
  let respond: @Sendable (Request, consuming ResponseWriter, Connection) async throws -> Void

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let connection = Connection(channel: channel)
    return http1 { _, _, _ in }.setup(channel: channel, logger: logger).flatMapThrowing { inner in
      try addGate(for: connection, to: channel)
      table.enter(connection)?.channel.close(promise: nil)
      return Value(connection: connection, inner: inner)
    }
  }

  func handle(value: Value, logger: Logger) async {
    let http1 = http1 { request, writer, _ in
      try await respond(request, writer, value.connection)
    }
    await value.connection.serve { await http1.handle(value: value.inner, logger: logger) }
  }

  private func http1(_ responder: @escaping HTTPChannelHandler.Responder) -> HTTP1Channel {
    HTTP1Channel(
      responder: responder,
      configuration: HTTP1Channel.Configuration(
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: limits.head, maxHeaderListSize: limits.head,
          maxHeaderFieldCount: limits.fields)))
  }

  private func addGate(for connection: Connection, to channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    let gate = ConnectionGate(
      connection: connection, limits: limits, table: table, onRefusal: onRefusal)
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(gate, position: .after(decoder))
    try pipeline.addHandler(
      HeadWatch(gate: gate, limit: limits.head + 8 << 10), position: .before(decoder))
  }
}
