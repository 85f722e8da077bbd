import StudioCore

/// Which setting is selected, and the text while its value is typed.
struct SettingsPane: Sendable {
  var selected = 0
  var typing: LineField?
}

/// One line of the settings: a parameter, what it is set to, and what that means.
struct SettingRow: Sendable {
  let name: ParameterName
  /// Nil where the destination's table does not know the parameter.
  let rule: ParameterRule?
  /// What the person set.
  let value: ParameterValue?
  let problem: RequestProblem?

  /// What is shown as the value.
  var shown: String {
    if let value { return Self.readable(value, of: name) }
    guard rule?.reason == nil, let standard = rule?.usualValue else { return "–" }
    return Self.readable(standard, of: name)
  }

  /// Why it has no effect.
  var reason: String? { rule == nil ? "not known here, not sent" : rule?.reason }

  /// A value as people read it: `1536×1024`.
  static func readable(_ value: ParameterValue, of name: ParameterName) -> String {
    guard name == .size, let size = ImageSize(parsing: value.description) else {
      return value.description
    }
    return size.description
  }
}

extension ParameterRule {
  /// What happens on the screen when nothing is set.
  var usualValue: ParameterValue? { watchedValue ?? defaultValue }

  /// The value `step` places from this one (nil: the default); nil means the default again.
  func value(_ step: Int, from value: ParameterValue?) -> ParameterValue? {
    switch values {
    case .integer(let range):
      let start = value?.number ?? usualValue?.number
      guard let start else { return .number(max(range.lowerBound, 1)) }
      return settled(.number(max(range.lowerBound, min(range.upperBound, start + step))))
    case .choice(let words): return next(words, step, value)
    case .size(let known, let allowsAuto, _):
      return next((allowsAuto ? ["auto"] : []) + known.map(\.requestText), step, value)
    }
  }

  private func next(_ words: [String], _ step: Int, _ value: ParameterValue?) -> ParameterValue? {
    guard !words.isEmpty else { return value }
    let current = (value ?? usualValue)?.description
    guard let index = current.flatMap({ words.firstIndex(of: $0) }) else {
      return settled(.text(step > 0 ? words[0] : words[words.count - 1]))
    }
    return settled(.text(words[((index + step) % words.count + words.count) % words.count]))
  }

  /// What is the default need not be sent.
  private func settled(_ value: ParameterValue) -> ParameterValue? {
    value == usualValue ? nil : value
  }

  /// What typed text means; nil for the default.
  func value(typed text: String) -> ParameterValue? {
    let text = String(text.filter { !$0.isWhitespace })
    guard !text.isEmpty else { return nil }
    switch values {
    case .integer: return Int(text).map { .number($0) } ?? .text(text)
    case .choice: return settled(.text(text.lowercased()))
    case .size:
      return settled(.text(ImageSize(parsing: text)?.requestText ?? text.lowercased()))
    }
  }
}
