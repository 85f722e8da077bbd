import StudioCore

/// JSON on one line, with its fields in the order that was given.
///
/// What a terminal could act on, or what cannot be seen, is written as an escape: control
/// characters, C1 included, directional marks, joiners, private use.
enum JSONLine: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONLine])
  case object([(String, JSONLine)])

  /// What other programs are given too, such as `Generation.contract`, as a line.
  init(_ value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .bool(let bool): .bool(bool)
      case .number(let text): Int(text).map { .integer($0) } ?? .number(Double(text) ?? 0)
      case .string(let text): .string(text)
      case .array(let elements): .array(elements.map { JSONLine($0) })
      case .object(let object): .object(object.members.map { ($0.name, JSONLine($0.value)) })
      }
  }

  /// A string, or null.
  static func string(orNull text: String?) -> JSONLine { text.map { .string($0) } ?? .null }

  /// A whole number, or null.
  static func integer(orNull number: Int?) -> JSONLine { number.map { .integer($0) } ?? .null }

  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .string(let text): Self.quoted(text)
    case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    case .object(let fields):
      "{" + fields.map { "\(Self.quoted($0.0)): \($0.1.text)" }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default:
        if isPlain(scalar) {
          quoted.unicodeScalars.append(scalar)
        } else {
          quoted += String(scalar).utf16.map(escape).joined()
        }
      }
    }
    return quoted + "\""
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
