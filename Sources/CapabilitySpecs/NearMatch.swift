/// Finds what somebody probably meant.
enum NearMatch {
  /// The candidate fewest edits away from `text`, if that is close enough to be a slip; the first of
  /// equals.
  static func of(_ text: String, among candidates: [String]) -> String? {
    let limit = max(1, min(4, text.count / 3))
    let wanted = Array(text.lowercased().unicodeScalars.prefix(64))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates.prefix(200) {
      let distance = distance(wanted, Array(candidate.lowercased().unicodeScalars.prefix(64)))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// `; did you mean 'x'?`, or nothing.
  static func hint(for text: String, among candidates: [String]) -> String {
    of(text, among: candidates).map { "; did you mean \(PrintableText.quoted($0))?" } ?? ""
  }

  /// Levenshtein's distance.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (i, scalar) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let substituted = diagonal + (scalar == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
