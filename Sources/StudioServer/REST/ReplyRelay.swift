import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import StudioCore

/// Hands a service's reply to the caller.
struct ReplyRelay: Sendable {
  let reply: ServiceReply
  let mapping: AnswerMapping
  let makesImages: Bool
  let context: CallerContext

  /// - Throws: `DoorError` when an answer that has to be mapped cannot be.
  func response() async throws -> Response {
    var fields = ReplyHeaders.fields(of: reply)
    if let id = reply.generation { fields.set("x-easel-generation", id.rawValue) }
    if let overhead { fields.set("x-easel-overhead-ms", overhead.milliseconds) }
    if let time = reply.serviceTime {
      fields.set("Server-Timing", "service;dur=\(time.milliseconds)")
    }
    if makesImages, mayHaveBeenBilled { fields.set("x-should-retry", "false") }
    let status = HTTPResponse.Status(code: reply.status)
    if reply.status < 400, !mapping.isIdentity, isJSON(fields) {
      let text = ByteBuffer(string: try await mapped().json)
      fields[.contentType] = "application/json"
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: text))
    }
    let body = isEventStream ? events() : try await bytes()
    return Response(status: status, headers: fields, body: body)
  }

  /// What this program itself took of the time until now. Large answers are told before their
  /// pictures are durable.
  private var overhead: Duration? {
    reply.serviceTime.map { max(.zero, ContinuousClock.now - context.received - $0) }
  }

  /// The service took the request and broke: a client must not repeat it by itself.
  private var mayHaveBeenBilled: Bool {
    reply.status == 408 || reply.status == 409 || (reply.status >= 500 && reply.status != 503)
  }

  private func isJSON(_ fields: HTTPFields) -> Bool {
    fields[.contentType]?.lowercased().contains("json") ?? true
  }

  private var isEventStream: Bool {
    reply.headers.contains {
      $0.name.lowercased() == "content-type"
        && $0.value.lowercased().hasPrefix("text/event-stream")
    }
  }

  private func mapped() async throws -> JSONValue {
    var bytes: [UInt8] = []
    for try await chunk in reply.body {
      guard bytes.count + chunk.count <= AnswerMapping.limit else {
        throw DoorError(
          502, "upstream_answer_too_large",
          "The service's answer is too long to be given another shape.")
      }
      bytes += chunk
    }
    do {
      return mapping.map(try JSONValue(parsing: bytes))
    } catch {
      throw DoorError(502, "upstream_invalid_response", "The service's answer is not JSON.")
    }
  }

  /// The bytes as they are: a short answer in one piece with its head, a long one no faster than the
  /// caller takes it.
  private func bytes() async throws -> ResponseBody {
    if let count = reply.byteCount, count <= PieceSize.most {
      var buffer = ByteBufferAllocator().buffer(capacity: count)
      for try await chunk in reply.body { buffer.writeBytes(chunk) }
      return ResponseBody(byteBuffer: buffer)
    }
    return ResponseBody(contentLength: reply.byteCount) { writer in
      for try await chunk in reply.body { try await writer.write(ByteBuffer(bytes: chunk)) }
      try await writer.finish(nil)
    }
  }

  /// Events while they come. The status is out already, so that an error is an event too.
  private func events() -> ResponseBody {
    ResponseBody { writer in
      do {
        try await context.whileCallerWaits {
          for try await chunk in reply.body { try await writer.write(ByteBuffer(bytes: chunk)) }
        }
      } catch  where !context.callerHasLeft {
        let error = (error as? StudioError).map { DoorError($0) } ?? Self.broken
        try await writer.write(
          ByteBuffer(string: "\n\nevent: error\ndata: \(error.json.json)\n\n"))
      }
      try await writer.finish(nil)
    }
  }

  private static let broken = DoorError(
    502, "upstream_failure", "The service's answer broke off.")
}

extension Duration {
  /// `12.34`: milliseconds with two decimals.
  var milliseconds: String {
    let hundredths = components.seconds * 100_000 + components.attoseconds / 10_000_000_000_000
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
