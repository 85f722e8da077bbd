import StudioCore

/// An offer in words.
enum OfferText {
  /// Why not, or what else there is to know; empty if nothing.
  static func remark(of offer: Offer) -> String {
    let readiness = offer.readinessWords
    let reason = [readiness.reason, readiness.hint].compactMap { $0 }.joined(separator: ". ")
    return [reason, offer.note ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
