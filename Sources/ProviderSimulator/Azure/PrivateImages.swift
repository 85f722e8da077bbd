/// Pictures that an answer points to by URL, each behind a signed query. Keeps the latest 64.
actor PrivateImages {
  private struct Kept {
    var query: String
    var picture: SimulatedPicture
  }

  private var kept: [String: Kept] = [:]
  private var order: [String] = []

  /// Keeps a picture and returns the path and query under which it can be had for a day.
  func keep(_ picture: SimulatedPicture) -> String {
    let path = "/private/images/\(WireID.make())/generated_00.png"
    let query = Self.signedQuery()
    kept[path] = Kept(query: query, picture: picture)
    order.append(path)
    if order.count > 64 { kept[order.removeFirst()] = nil }
    return "\(path)?\(query)"
  }

  /// The picture, if the query is exactly the signed one.
  func picture(path: String, query: String) -> SimulatedPicture? {
    guard let kept = kept[path], kept.query == query else { return nil }
    return kept.picture
  }

  /// Has escapes that a careless client would decode or encode once more.
  private static func signedQuery() -> String {
    let signature = (0..<4).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }
    let expiry = PercentCoding.encoded(WireTime.now().adding(seconds: 86_400).rfc3339)
    return "se=\(expiry)&sp=r&spr=https&sr=b&sv=2024-11-04&sig="
      + PercentCoding.encoded(signature.joined(separator: "+") + "/=")
  }
}

/// Random identifiers in the shape of a GUID.
enum WireID {
  static func make() -> String {
    let digits = (0..<32).map { _ in String(UInt8.random(in: 0...15), radix: 16) }
    let ends = [8, 12, 16, 20, 32]
    return zip([0] + ends, ends).map { digits[$0..<$1].joined() }.joined(separator: "-")
  }
}
