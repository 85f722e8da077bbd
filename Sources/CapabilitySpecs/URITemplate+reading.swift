extension URITemplate {
  /// The segments of a template, or nil when its braces do not match.
  static func read(_ source: String) -> [Segment]? {
    var segments: [Segment] = []
    var rest = source.unicodeScalars[...]
    var authority = AuthorityTracker(source)
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      let literal = String(rest[..<brace])
      authority.pass(literal)
      if !literal.isEmpty { segments.append(.literal(literal)) }
      guard let (name, after) = placeholder(in: rest[brace...]) else { return nil }
      segments.append(.placeholder(name, inHost: authority.isInside))
      rest = rest[after...]
    }
    if !rest.isEmpty { segments.append(.literal(String(rest))) }
    return segments
  }

  /// The name in the braces that `text` begins with, and the position after them.
  private static func placeholder(
    in text: Substring.UnicodeScalarView
  ) -> (name: String, after: String.Index)? {
    let braces = text.prefix { $0 == "{" }.count
    let inside = text.dropFirst(braces)
    guard (1...2).contains(braces),
      let close = inside.firstIndex(where: { $0 == "}" || $0 == "{" }),
      inside[close...].prefix(braces).elementsEqual(repeatElement("}", count: braces))
    else { return nil }
    let name = String(inside[..<close]).split(separator: " ").joined(separator: " ")
    guard !name.isEmpty else { return nil }
    return (name, text.unicodeScalars(after: close, count: braces))
  }

  /// Knows whether the text read so far ends before the path of an absolute address.
  private struct AuthorityTracker {
    private(set) var isInside: Bool
    private var afterScheme = false

    init(_ source: String) { isInside = source.contains("://") }

    mutating func pass(_ literal: String) {
      guard isInside else { return }
      var text = literal[...]
      if !afterScheme {
        guard let slashes = text.firstRange(of: "://") else { return }
        afterScheme = true
        text = text[slashes.upperBound...]
      }
      if text.unicodeScalars.contains(where: { "/?#".unicodeScalars.contains($0) }) {
        isInside = false
      }
    }
  }
}

extension Substring.UnicodeScalarView {
  fileprivate func unicodeScalars(after start: Index, count: Int) -> Index {
    index(start, offsetBy: count, limitedBy: endIndex) ?? endIndex
  }
}
