/// The path and query of a request, taken apart and decoded.
struct RequestTarget: Sendable {
  /// As sent, without the query.
  let rawPath: String
  /// The decoded segments of the path; `/` has one empty segment.
  let segments: [String]
  let query: [(name: String, value: String)]

  /// - Throws: `DoorError` 400 for broken escapes, and for whatever could mean another place than it
  ///   seems to: dot segments, encoded slashes, control characters.
  init(_ target: String) throws(DoorError) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    rawPath = String(parts.first ?? "/")
    var segments: [String] = []
    for piece in rawPath.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      segments.append(try Self.segment(piece))
    }
    self.segments = segments
    query = parts.count > 1 ? try Self.pairs(parts[1]) : []
  }

  private static func segment(_ piece: Substring) throws(DoorError) -> String {
    guard let text = PercentText.decoded(piece), text != ".", text != "..",
      !text.unicodeScalars.contains(where: isDangerous)
    else { throw DoorError(400, "bad_path", "The path holds something that no path may hold.") }
    return text
  }

  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "/" || scalar == "\\" || scalar.properties.generalCategory == .control
  }

  private static func pairs(_ text: Substring) throws(DoorError) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for piece in text.split(separator: "&") {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentText.decoded(halves[0], plusIsSpace: true),
        let value = halves.count > 1 ? PercentText.decoded(halves[1], plusIsSpace: true) : "",
        !(name + value).unicodeScalars.contains("\0")
      else { throw DoorError(400, "bad_query", "The query is not well encoded.") }
      guard !pairs.contains(where: { $0.0 == name }) else {
        throw DoorError(400, "bad_query", "A query parameter is given twice.")
      }
      pairs.append((name, value))
      guard pairs.count <= 64 else {
        throw DoorError(400, "bad_query", "The query holds too many parameters.")
      }
    }
    return pairs
  }
}
