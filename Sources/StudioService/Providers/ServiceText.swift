/// Text that a service wrote, made fit for an error message: one line, no control characters,
/// not long.
enum ServiceText {
  static let limit = 300

  static func clean(_ text: String?) -> String? {
    guard let text else { return nil }
    var line = ""
    for scalar in text.unicodeScalars.prefix(limit * 4) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: line.append(" ")
      case .format, .surrogate, .privateUse: break
      default: line.unicodeScalars.append(scalar)
      }
    }
    let words = line.split(separator: " ").joined(separator: " ")
    guard !words.isEmpty else { return nil }
    return words.count > limit ? words.prefix(limit) + "…" : words
  }
}
