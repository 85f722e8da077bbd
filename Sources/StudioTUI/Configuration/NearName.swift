/// Finds the name that somebody probably meant.
enum NearName {
  /// `; did you mean 'x'?` with the candidate fewest edits away, or nothing when none is near.
  static func hint(for text: String, among candidates: [String]) -> String {
    let limit = max(2, min(4, text.count / 2))
    let wanted = scalars(text)
    let nearest = candidates.map { ($0, distance(wanted, scalars($0))) }.min { $0.1 < $1.1 }
    guard let (name, distance) = nearest, distance <= limit else { return "" }
    return "; did you mean '\(name)'?"
  }

  private static func scalars(_ text: String) -> [Unicode.Scalar] {
    Array(text.lowercased().unicodeScalars.prefix(64))
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
