extension WireJSON {
  /// Who writes the text: Go escapes `<`, `>` and `&`; Azure does not.
  enum Dialect: Sendable { case plain, go }

  /// The value as one line of JSON without spaces.
  func line(_ dialect: Dialect = .plain) -> String {
    var text = ""
    write(to: &text, dialect)
    return text
  }

  private func write(to text: inout String, _ dialect: Dialect) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let spelling): text += spelling
    case .string(let value): Self.quote(value, to: &text, dialect)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text, dialect)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.quote(member.name, to: &text, dialect)
        text += ":"
        member.value.write(to: &text, dialect)
      }
      text += "}"
    }
  }

  private static func quote(_ value: String, to text: inout String, _ dialect: Dialect) {
    text += "\""
    for scalar in value.unicodeScalars { text += escaped(scalar, dialect) }
    text += "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar, _ dialect: Dialect) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "<", ">", "&", "\u{2028}", "\u{2029}":
      return dialect == .go ? unicodeEscape(scalar) : String(Character(scalar))
    default:
      return scalar.value < 0x20 ? unicodeEscape(scalar) : String(Character(scalar))
    }
  }

  private static func unicodeEscape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
