/// What the simulated services accepted, refused and delivered.
actor Ledger {
  private var accepted: [LedgerSnapshot.Generation] = []
  private var refused = 0
  private var discarded: Set<Int> = []

  /// Notes a generation that the service would bill, before it starts, and returns its place.
  func accept(
    service: SimulatedService, model: String, prompt: String, count: Int
  ) -> LedgerTicket {
    accepted.append(
      LedgerSnapshot.Generation(
        at: WireTime.now().rfc3339, service: service, model: model, prompt: prompt,
        count: count, delivered: false, sha256: []))
    return LedgerTicket(index: accepted.count - 1)
  }

  func refuse() { refused += 1 }

  func paint(_ ticket: LedgerTicket, sha256: String) {
    accepted[ticket.index].sha256.append(sha256)
  }

  func deliver(_ ticket: LedgerTicket, _ delivered: Bool) {
    accepted[ticket.index].delivered = delivered && !discarded.contains(ticket.index)
  }

  /// The client threw the answer away unread, which may be known before the network has all of it.
  func discard(_ ticket: LedgerTicket) {
    discarded.insert(ticket.index)
    accepted[ticket.index].delivered = false
  }

  func snapshot() -> LedgerSnapshot { LedgerSnapshot(accepted: accepted, refused: refused) }
}

/// The place of one accepted generation in the ledger.
struct LedgerTicket: Sendable {
  fileprivate var index: Int
}
