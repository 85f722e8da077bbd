import StudioCore

/// An offer in words.
enum OfferText {
  /// A stable word for scripts, the reason, and what to do.
  static func readiness(of offer: Offer) -> (word: String, reason: String?, hint: String?) {
    switch offer.readiness {
    case .checking: ("checking", nil, nil)
    case .ready: ("ready", nil, nil)
    case .untested(let reason): ("untested", reason, nil)
    case .unavailable(let reason, let hint): ("unavailable", reason, hint)
    }
  }

  /// Why not, or what else there is to know; empty if nothing.
  static func remark(of offer: Offer) -> String {
    let readiness = readiness(of: offer)
    let reason = [readiness.reason, readiness.hint].compactMap { $0 }.joined(separator: ". ")
    return [reason, offer.note ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
