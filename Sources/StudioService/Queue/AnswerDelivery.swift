import StudioCore

/// One answer's way to those who called for it: what its head says, and the file its bytes are in.
struct AnswerDelivery: Sendable {
  let outlet: AnswerOutlet
  private let head: AnswerOutlet.Head
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

  /// The answer is complete, and what is in it durable.
  func finish(at byteCount: Int, after serviceTime: Duration?) {
    spool.release(upTo: byteCount)
    spool.finish()
    var whole = head
    whole.byteCount = byteCount
    whole.serviceTime = serviceTime
    outlet.answer(whole, spool)
  }
}
