import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import StudioCore

/// Answers every request of one port: lets it in, has the door answer, and says what became of it.
struct ServedPort: Sendable {
  let door: any Door
  let doorkeeper: Doorkeeper
  let crossOrigin: CrossOrigin
  let stopping: Signal
  let log: @Sendable (ServerLogLine) -> Void

  func serve(
    _ request: Request, _ writer: consuming ResponseWriter, _ connection: Connection
  ) async throws {
    let context = CallerContext(
      requestID: RequestID.new(), received: .now, connection: connection, stopping: stopping)
    let response = try await answer(to: request, in: context)
    let sent = SentBytes()
    let isWhole = await Self.write(response, sent, writer, connection.channel.eventLoop)
    if isWhole { context.delivered.raise() }
    log(line(request, response, context, sent.count, isWhole: isWhole))
    if !isWhole { throw ChannelError.ioOnClosedChannel }
  }

  // MARK: Answering

  private func answer(to request: Request, in context: CallerContext) async throws -> Response {
    var response: Response
    do {
      let preflight = crossOrigin.preflight(request)
      // Browsers never send a token along with the question whether they may.
      try doorkeeper.admit(request, needsToken: preflight == nil && door.needsToken(request))
      if let preflight {
        response = preflight
      } else {
        response = try await door.respond(to: request, in: context)
      }
    } catch let error as DoorError {
      response = error.response
    } catch let error as StudioError {
      response = DoorError(error).response
    } catch is CancellationError {
      response = DoorError(StudioError(.interrupted, "The server is stopping.")).response
    } catch let refusal as Refusal {
      response = DoorError(refusal).response
    } catch {
      response = Self.failure.response
    }
    complete(&response, for: request, in: context)
    return response
  }

  /// Says nothing of what went wrong: that could be anything.
  private static let failure = DoorError(500, "internal_error", "Something went wrong here.")

  private func complete(
    _ response: inout Response, for request: Request, in context: CallerContext
  ) {
    let ownCaching = response.headers[.cacheControl]
    for (name, value) in CommonHeaders.all { response.headers.set(name, value) }
    if let ownCaching { response.headers[.cacheControl] = ownCaching }
    crossOrigin.mark(&response.headers, for: request)
    response.headers.set("x-request-id", context.requestID)
    response.headers[.date] = HTTPDate.text(Date().timeIntervalSince1970)
    guard request.method == .head else { return }
    response = response.createHeadResponse()
    // Without a length the answer's end would be marked by bytes, which HEAD must not have.
    if response.headers[.contentLength] == nil { response.headers[.contentLength] = "0" }
  }

  /// False when the caller did not get all of it.
  private static func write(
    _ response: Response, _ sent: SentBytes, _ writer: consuming ResponseWriter,
    _ loop: any EventLoop
  ) async -> Bool {
    do {
      guard let length = response.body.contentLength, length <= PieceSize.most else {
        let body = try await writer.writeHead(response.head)
        try await response.body.write(PieceWriter(parent: body, sent: sent, loop: loop))
        return true
      }
      try await writer.write(response: response.head, body: response.body)
      sent.add(length)
      return true
    } catch {
      return false
    }
  }

  // MARK: Telling

  /// Of a request that was not read there is nothing to tell but the answer.
  func tell(of refusal: Refusal, as requestID: String) {
    log(
      ServerLogLine(
        requestID: requestID, door: door.name, method: "-", path: "-", status: refusal.status,
        generation: nil, duration: .zero, overhead: nil, bytes: 0, wasAbandoned: false))
  }

  private func line(
    _ request: Request, _ response: Response, _ context: CallerContext, _ bytes: Int,
    isWhole: Bool
  ) -> ServerLogLine {
    ServerLogLine(
      requestID: context.requestID, door: door.name,
      method: LogText.printable(request.method.rawValue, most: 20),
      path: LogText.printable((request.head.path ?? "").prefix { $0 != "?" }, most: 200),
      status: response.status.code, generation: Self.header("x-easel-generation", response),
      duration: .now - context.received,
      overhead: Self.header("x-easel-overhead-ms", response).flatMap(Double.init).map {
        .microseconds($0 * 1000)
      },
      bytes: bytes, wasAbandoned: !isWhole)
  }

  private static func header(_ name: String, _ response: Response) -> String? {
    HTTPField.Name(name).flatMap { response.headers[$0] }
  }
}

/// Text of the outside as a log may show it.
enum LogText {
  /// Everything but printable ASCII becomes `?`.
  static func printable(_ text: some StringProtocol, most: Int) -> String {
    String(
      text.unicodeScalars.prefix(most).map { scalar in
        (0x21...0x7E).contains(scalar.value) ? Character(scalar) : "?"
      })
  }
}
