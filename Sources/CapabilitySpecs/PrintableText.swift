/// Makes text that came from a document fit to be shown: diagnostics reach terminals and logs.
enum PrintableText {
  /// Whether a terminal would draw the scalar instead of obeying it. Tab and line feed, which
  /// documents may hold, count as not printable.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
      return false
    default: return true
    }
  }

  /// The text with everything unprintable replaced by U+FFFD, cut to at most `limit` scalars.
  static func clean(_ text: String, limit: Int = 80) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) {
      result.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
    }
    if text.unicodeScalars.count > limit { result.append("…") }
    return String(result)
  }

  /// The cleaned text in single quotes, as messages name things.
  static func quoted(_ text: String) -> String { "'\(clean(text))'" }
}
