import StudioCore

/// One answer's way to those who called for it: what its head says, and the file its bytes are in.
struct AnswerDelivery: Sendable {
  let outlet: AnswerOutlet
  private var head: AnswerOutlet.Head
  let spool: AnswerSpool

  init(
    _ outlet: AnswerOutlet, _ spool: AnswerSpool, status: Int,
    headers: [(name: String, value: String)]
  ) {
    self.outlet = outlet
    self.spool = spool
    head = AnswerOutlet.Head(status: status, headers: headers)
  }

  /// The head goes out while the answer arrives.
  func begin() { outlet.answer(head, spool) }

  /// The answer is complete, longer than `end`, and what is in it about to be durable: all of it goes
  /// out but its end, so that nobody takes the answer for whole before.
  func begin(at byteCount: Int, after serviceTime: Duration?) {
    spool.release(upTo: byteCount - Self.end)
    outlet.answer(whole(byteCount, serviceTime), spool)
  }

  /// Bytes. Shorter answers go in one piece.
  private static let end = KeptAnswer.fewBytes

  private func whole(_ byteCount: Int, _ serviceTime: Duration?) -> AnswerOutlet.Head {
    var whole = head
    whole.byteCount = byteCount
    whole.serviceTime = serviceTime
    return whole
  }

  /// The answer is complete, and what is in it durable.
  ///
  /// - Parameter bytes: all of it, where they are at hand: then nobody reads the file.
  func finish(at byteCount: Int, after serviceTime: Duration?, bytes: [UInt8]? = nil) {
    spool.release(upTo: byteCount)
    spool.finish()
    let head = whole(byteCount, serviceTime)
    if let bytes { outlet.answer(head, bytes) } else { outlet.answer(head, spool) }
  }

  /// An answer that is one JSON document says so: Ollama calls it `application/x-ndjson`.
  mutating func labelJSON() {
    head.headers = head.headers.map { name, value in
      let isLines = value.lowercased().hasPrefix("application/x-ndjson")
      return name.lowercased() == "content-type" && isLines
        ? (name: name, value: "application/json") : (name: name, value: value)
    }
  }
}
