/// A place in a text that somebody wrote, both counted from 1; columns in Unicode scalars.
struct TextPlace: Hashable, Sendable {
  var line: Int
  var column: Int

  init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

  /// Where the first character stands that YAML 1.1 does not let a text hold (section 5.1); nil where
  /// there is none.
  init?(ofFirstForbiddenIn text: String) {
    let scalars = text[...].unicodeScalars
    guard let place = scalars.firstIndex(where: { !Self.isAllowed($0) }) else { return nil }
    let lines = Self.lines(of: text[..<place])
    self.init(line: lines.count, column: (lines.last?.count ?? 0) + 1)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    default: scalar.value > 0xFFFF
    }
  }

  /// Where a key of a YAML mapping stands for the second time; nil where it cannot be told, as in
  /// `{a: 1, a: 2}`. The library tells where it stands first.
  init?(ofSecond key: String, afterLine first: Int, in text: String) {
    let lines = Self.lines(of: text[...])
    guard lines.indices.contains(first - 1) else { return nil }
    let indent = Self.indent(of: lines[first - 1])
    let second = lines.indices.dropFirst(first).first {
      Self.indent(of: lines[$0]) == indent && Self.begins(lines[$0].dropFirst(indent), with: key)
    }
    guard let second else { return nil }
    self.init(line: second + 1, column: indent + 1)
  }

  private typealias Line = Substring.UnicodeScalarView.SubSequence

  private static func lines(of text: Substring) -> [Line] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func indent(of line: Line) -> Int { line.prefix { $0 == " " }.count }

  /// Whether a line begins with this key, bare or in quotes, and a colon.
  private static func begins(_ line: Line, with key: String) -> Bool {
    ["", "\"", "'"].contains { quote in
      let wanted = quote + key + quote
      let rest = line.dropFirst(wanted.unicodeScalars.count)
      return line.starts(with: wanted.unicodeScalars) && rest.first { $0 != " " } == ":"
    }
  }
}
