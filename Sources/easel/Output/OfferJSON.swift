import StudioCore

/// An offer as scripts see it: one line of `easel providers --json`.
struct OfferJSON {
  static let version = 1

  let line: JSONLine

  init(_ offer: Offer) {
    let destination = offer.destination
    let readiness = OfferText.readiness(of: offer)
    line = .object([
      ("version", .integer(Self.version)),
      ("provider", .string(destination.provider.rawValue)),
      ("resource", .string(orNull: destination.resource)),
      ("deployment", .string(orNull: destination.deployment)),
      ("host", .string(orNull: destination.host)),
      ("model", .string(orNull: destination.model)),
      ("readiness", .string(readiness.word)),
      ("usable", .bool(offer.isUsable)),
      ("reason", .string(orNull: readiness.reason)),
      ("hint", .string(orNull: readiness.hint)),
      ("note", .string(orNull: offer.note)),
    ])
  }
}
