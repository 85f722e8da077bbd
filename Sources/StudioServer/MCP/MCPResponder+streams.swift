import HTTPTypes
import Hummingbird
import NIOCore
import StudioCore

// Answers that may become streams of events.
extension MCPResponder {
  /// An answer is JSON when its response comes before anything else, and a stream of events
  /// otherwise.
  func answer(
    _ flow: AnswerFlow, _ caller: CallerContext, endsWithCaller: Bool
  ) async -> Response {
    let departure = caller.connection.departure
    let watch = endsWithCaller ? departure.onRaise { flow.cancel() } : nil
    var pieces = flow.pieces.makeAsyncIterator()
    switch await pieces.next() {
    case .response(let response):
      departure.forget(watch)
      return Response(json: response, status: endsWithCaller ? Self.status(of: response) : 200)
    case nil:
      // Cancelled: a stream that ends without a response.
      departure.forget(watch)
      return Self.eventStream { writer in try await writer.finish(nil) }
    case let first?:
      return Self.eventStream { writer in
        defer { departure.forget(watch) }
        do {
          try await writer.write(Self.event(first))
          for await piece in flow.pieces { try await writer.write(Self.event(piece)) }
          try await writer.finish(nil)
        } catch {
          if endsWithCaller { flow.cancel() }
          throw error
        }
      }
    }
  }

  /// Errors of the modern era have statuses.
  private static func status(of response: JSONValue) -> Int {
    guard let code = response["error"]?["code"]?.int else { return 200 }
    return MCPError(code: code, message: "").httpStatus
  }

  private static func event(_ piece: AnswerFlow.Piece) -> ByteBuffer {
    switch piece {
    case .notification(let message), .response(let message): event(message)
    case .silence: ByteBuffer(string: ":\n\n")
    }
  }

  private static func event(_ message: JSONValue) -> ByteBuffer {
    ByteBuffer(string: "event: message\ndata: \(message.json)\n\n")
  }

  private static func eventStream(
    _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
  ) -> Response {
    var response = Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
      body: ResponseBody(write))
    response.headers.set("X-Accel-Buffering", "no")
    return response
  }

  func newsStream(_ session: MCPSession, _ caller: CallerContext) -> Response {
    Self.eventStream { writer in
      let (news, feed) = AsyncStream.makeStream(
        of: JSONValue?.self, bufferingPolicy: .bufferingNewest(256))
      let place = session.listen { feed.finish() }
      defer { session.stopListening(place) }
      let departure = caller.connection.departure
      let signals = [departure, caller.stopping].map { ($0, $0.onRaise { feed.finish() }) }
      defer { for (signal, id) in signals { signal.forget(id) } }
      let sources = [
        Task { await core.tellNews(to: session) { feed.yield($0) } },
        Task {
          while (try? await Task.sleep(for: core.times.silence)) != nil { feed.yield(nil) }
        },
      ]
      defer { for source in sources { source.cancel() } }
      // The first byte shows that the stream is open.
      try await writer.write(ByteBuffer(string: ":\n\n"))
      for await message in news {
        try await writer.write(message.map(Self.event) ?? ByteBuffer(string: ":\n\n"))
      }
      try await writer.finish(nil)
    }
  }
}
