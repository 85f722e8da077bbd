/// Makes text of the outside fit for results, which end in terminals, logs and models.
enum PlainText {
  /// One line without control, format or bidirectional characters, of at most `limit` characters.
  static func clean(_ text: String, limit: Int = 500) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
      case .format, .surrogate, .privateUse: continue
      default: result.append(scalar)
      }
    }
    if text.unicodeScalars.count > limit { result.append("…") }
    return String(result)
  }
}
