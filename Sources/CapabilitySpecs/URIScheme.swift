/// The beginning of an address, up to its first colon.
struct URIScheme {
  /// `file`, `vault` …
  let name: Substring

  /// nil when the text does not begin with a letter, then letters, digits, `+`, `.`, `-`, then a colon.
  init?(of text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    name = text[..<colon]
    guard let first = name.utf8.first, Identifier.isLetter(first),
      name.utf8.allSatisfy({ Identifier.isAlphanumeric($0) || "+.-".utf8.contains($0) })
    else { return nil }
  }
}
