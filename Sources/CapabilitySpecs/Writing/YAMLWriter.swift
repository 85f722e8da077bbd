/// Writes values as YAML that people read: block style, quotes only where a reader might see something
/// else than the text. Equal values give equal text.
struct YAMLWriter {
  private var text = ""

  /// The document of a value, with a line feed at its end.
  static func write(_ value: DocumentValue) -> String {
    var writer = YAMLWriter()
    writer.block(value, indent: 0, isAfterDash: false)
    return writer.text
  }

  /// Writes a value that begins on a line of its own, or after a dash.
  private mutating func block(_ value: DocumentValue, indent: Int, isAfterDash: Bool) {
    switch value {
    case .object(let members) where !members.isEmpty:
      for (index, member) in members.enumerated() {
        if index > 0 || !isAfterDash { margin(indent) }
        text += Self.scalar(.text(member.name)) + ":"
        follow(member.value, indent: indent + 2)
      }
    case .list(let values) where !values.isEmpty:
      for (index, value) in values.enumerated() {
        if index > 0 || !isAfterDash { margin(indent) }
        text += "- "
        block(value, indent: indent + 2, isAfterDash: true)
      }
    default: text += Self.scalar(value) + "\n"
    }
  }

  /// Writes a value behind its key.
  private mutating func follow(_ value: DocumentValue, indent: Int) {
    if value.isScalar || value == .list([]) || value == .object([]) {
      text += " " + Self.scalar(value) + "\n"
    } else {
      text += "\n"
      block(value, indent: indent, isAfterDash: false)
    }
  }

  private mutating func margin(_ indent: Int) { text += String(repeating: " ", count: indent) }

  private static func scalar(_ value: DocumentValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let digits): digits
    case .text(let text): scalar(text)
    case .list: "[]"
    case .object: "{}"
    }
  }

  private static func scalar(_ text: String) -> String {
    if isPlain(text) { return text }
    let isQuotable = text.unicodeScalars.allSatisfy {
      PrintableText.isPrintable($0) && $0 != "\u{FEFF}"
    }
    return isQuotable ? "'\(text.replacing("'", with: "''"))'" : escaped(text)
  }

  /// Whether every reader, of YAML 1.1 or 1.2, takes the text for a text as it stands.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "/" || first == "$" || isLetter(first),
      let last = text.unicodeScalars.last, last != ":", last != " ",
      !words.contains(text.lowercased()), !text.contains(": "), !text.contains(" #")
    else { return false }
    return text.unicodeScalars.allSatisfy {
      PrintableText.isPrintable($0) && !"[]{},&*!|>'\"%@`".unicodeScalars.contains($0)
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic
  }

  /// Words that some reader takes for something else.
  private static let words: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  private static func escaped(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if PrintableText.isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16)
          result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
      }
    }
    return result + "\""
  }
}
