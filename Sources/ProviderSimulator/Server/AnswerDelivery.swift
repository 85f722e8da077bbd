import HTTPTypes
import Hummingbird

/// Turns an answer into what goes over the wire: the one place where faults are applied.
struct AnswerDelivery: Sendable {
  let connection: Connection
  let fault: Fault?
  let ledger: Ledger

  /// The response to hand to the server.
  ///
  /// - Throws: `ClientLeft` when the fault broke the connection before the headers.
  func response(for answer: Answer, isHead: Bool) async throws -> Response {
    try await actBeforeHeaders()
    let status = HTTPResponse.Status(code: answer.status)
    let fields = headers(of: answer)
    guard !isHead else { return Response(status: status, headers: fields) }
    return Response(
      status: status, headers: fields,
      body: ResponseBody(contentLength: length(of: answer)) { out in
        try await write(answer, to: &out)
      })
  }

  private func actBeforeHeaders() async throws {
    switch fault {
    case .delay(let seconds): try await connection.pause(seconds: seconds)
    case .hangUp:
      try await connection.hangUp()
      throw ClientLeft()
    case .reset(afterBytes: nil):
      try await connection.reset()
      throw ClientLeft()
    default: break
    }
  }

  private func headers(of answer: Answer) -> HTTPFields {
    var fields = HTTPFields()
    for header in answer.headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      fields.append(HTTPField(name: name, value: header.value))
    }
    if case .contentType(let type) = fault { fields[.contentType] = type }
    return fields
  }

  private func length(of answer: Answer) -> Int? {
    guard case .fixed(let parts) = answer.body else { return nil }
    let count = parts.reduce(0) { $0 + $1.count }
    if case .wrongLength(let difference) = fault { return max(0, count + difference) }
    return count
  }

  private func write(_ answer: Answer, to out: inout any ResponseBodyWriter) async throws {
    var writer = AnswerWriter(out, connection: connection, fault: fault)
    switch answer.body {
    case .fixed(let parts): try await writer.write(parts)
    case .stream(let make): try await make(&writer)
    }
    try await writer.finish()
    if let ticket = answer.ticket { try await confirm(ticket) }
  }

  /// Delivered is what the network took and the client did not then throw away unread.
  private func confirm(_ ticket: LedgerTicket) async throws {
    let ledger = ledger
    connection.watch.onReset { Task { await ledger.discard(ticket) } }
    await ledger.deliver(ticket, try await connection.deliver())
  }
}
