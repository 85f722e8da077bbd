import FoundationEssentials

/// The JSON body of an images request, in a fixed order, holding only what is meant to be sent.
struct RequestBody {
  enum Field {
    case text(String)
    case number(Int)
  }

  private var fields: [(name: String, value: Field)] = []

  mutating func add(_ name: String, _ value: Field?) {
    if let value { fields.append((name, value)) }
  }

  /// Compact JSON.
  var json: String {
    let members = fields.map { "\(Self.quote($0.name)):\(Self.render($0.value))" }
    return "{\(members.joined(separator: ","))}"
  }

  private static func render(_ value: Field) -> String {
    switch value {
    case .text(let text): quote(text)
    case .number(let number): String(number)
    }
  }

  /// A JSON string by RFC 8259 section 7.
  private static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
