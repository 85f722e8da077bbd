/// A pattern that the official schema asks of a text, with words for it.
struct TextPattern: Sendable {
  /// What is asked, for messages: "a name of letters, digits and hyphens".
  let description: String
  /// The code of the finding after `schema.`.
  let word: String
  let matches: @Sendable (String) -> Bool

  init(
    _ description: String, word: String = "value", _ matches: @escaping @Sendable (String) -> Bool
  ) {
    self.description = description
    self.word = word
    self.matches = matches
  }

  static let kebab = TextPattern(
    "a name of letters, digits and hyphens", word: "name", Identifier.isKebab)
  static let extended = TextPattern(
    "a name of letters, digits, hyphens, underscores and asterisks", word: "name",
    Identifier.isExtended)
  static let variable = TextPattern(
    "a name of capital letters, digits and underscores", word: "name", Identifier.isVariable)
  static let target = TextPattern(
    "a name of letters, digits, hyphens, underscores and dots", word: "name"
  ) { text in
    !text.isEmpty
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
        $0.utf8.allSatisfy { Identifier.isAlphanumeric($0) || "-_".utf8.contains($0) }
      }
  }
  static let call = TextPattern("of the form namespace.operation") { text in
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2 && parts.allSatisfy(Identifier.isKebab)
  }
  static let date = TextPattern("a date, YYYY-MM-DD", Identifier.isDate)
  static let fileURI = TextPattern("an address that begins with file:///") {
    $0.hasPrefix("file:///")
  }
  static let notEmpty = TextPattern("not empty") { !$0.isEmpty }

  /// A text of at most so many characters.
  static func atMost(_ limit: Int) -> TextPattern {
    TextPattern("at most \(limit) characters long") { $0.unicodeScalars.count <= limit }
  }

  /// `^https?://[^/]+(/[^{]*)?$`.
  static let baseURI = TextPattern(
    "http:// or https://, a host, and a path without placeholders"
  ) { text in
    guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else { return false }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" }
    return !host.isEmpty && !rest.dropFirst(host.count).contains("{")
  }

  /// `^[a-zA-Z][a-zA-Z0-9+.-]*://`.
  static let location = TextPattern("an address with a scheme, such as file:///…") { text in
    guard let scheme = URIScheme(of: text) else { return false }
    return text.dropFirst(scheme.name.count).hasPrefix("://")
  }

  static let email = TextPattern("a mail address") { text in
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty,
      parts[0].utf8.allSatisfy({ Identifier.isAlphanumeric($0) || "._%+-".utf8.contains($0) }),
      parts[1].utf8.allSatisfy({ Identifier.isAlphanumeric($0) || ".-".utf8.contains($0) }),
      let dot = parts[1].lastIndex(of: "."), dot > parts[1].startIndex
    else { return false }
    let end = parts[1][dot...].dropFirst()
    return end.utf8.count >= 2 && end.utf8.allSatisfy(Identifier.isLetter)
  }

  static let mediaType = TextPattern("a media type, such as image/png") { text in
    let type = text.prefix { $0 != ";" }
    let parts = type.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && type.utf8.allSatisfy {
        Identifier.isAlphanumeric($0) || "!#$&^_.+-/ \t".utf8.contains($0)
      } && !parts[0].contains(where: \.isWhitespace)
  }

  static let address = TextPattern("a host name or an IP address") { text in
    let labels = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return labels.allSatisfy(URITemplate.isHostLabel) || isIPv6(text)
  }

  /// Two to seven groups that end with a colon, and a last one; IPv4 addresses are host names too.
  private static func isIPv6(_ text: String) -> Bool {
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    return (3...8).contains(groups.count)
      && groups.allSatisfy { group in
        group.utf8.count <= 4 && group.utf8.allSatisfy(Identifier.isHexDigit)
      }
  }
}
