import CapabilitySpecs
import StudioCore

/// One argument of a tool: what is said of it, and what is made of what comes.
struct ToolField: Sendable {
  /// What an argument must be. Words that are not known are passed on: services learn new ones.
  enum Kind: Sendable, Hashable {
    case text
    case words([String])
    case integer(ClosedRange<Int>?)
    case number
    case boolean
    case list
    case object
    /// Text, number or boolean, for a place in an address.
    case scalar
  }

  var name: String
  var kind: Kind
  var summary: String?
  var isRequired = false
  var defaultValue: JSONValue?
  /// A regular expression for texts, for the schema alone.
  var pattern: String?
  /// The parameter of the studio that it is, if it is one.
  var parameter: ParameterName?

  /// The argument's JSON Schema.
  var schema: JSONObject {
    var schema = JSONObject()
    switch kind {
    case .text, .scalar: schema["type"] = "string"
    case .words(let words):
      schema["type"] = "string"
      if !words.isEmpty { schema["enum"] = .array(words.map { .string($0) }) }
    case .integer(let range):
      schema["type"] = "integer"
      schema["minimum"] = range.map { .number($0.lowerBound) }
      schema["maximum"] = range.flatMap {
        $0.upperBound == .max ? nil : .number($0.upperBound)
      }
    case .number: schema["type"] = "number"
    case .boolean: schema["type"] = "boolean"
    case .list: schema["type"] = "array"
    case .object:
      schema["type"] = "object"
      schema["additionalProperties"] = true
    }
    if name == "prompt" { schema["minLength"] = 1 }
    schema["pattern"] = pattern.map { .string($0) }
    schema["default"] = defaultValue
    schema["description"] = summary.map { .string($0) }
    return schema
  }

  /// The argument as it is passed on. Numbers and booleans that came as text, which models send now
  /// and then, become what they say.
  func value(of given: JSONValue) throws(ToolProblem) -> JSONValue {
    switch (kind, given) {
    case (.text, .string), (.words, .string), (.scalar, .string), (.scalar, .bool),
      (.scalar, .number), (.number, .number), (.boolean, .bool), (.list, .array),
      (.object, .object):
      return given
    case (.integer(let range), _):
      guard let number = given.int ?? given.text.flatMap({ Int($0) }),
        range?.contains(number) ?? true
      else { throw problem(with: given) }
      return .number(number)
    case (.number, .string(let text)) where Self.isNumber(text): return .number(text)
    case (.boolean, .string("true")): return true
    case (.boolean, .string("false")): return false
    default: throw problem(with: given)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    if case .number = try? JSONValue(parsing: text.utf8) { true } else { false }
  }

  private func problem(with given: JSONValue) -> ToolProblem {
    let wanted =
      switch kind {
      case .text, .words: "a text"
      case .scalar: "a text, a number or a boolean"
      case .integer(let range): "a whole number" + (range.map(Self.bounds) ?? "")
      case .number: "a number"
      case .boolean: "true or false"
      case .list: "a list"
      case .object: "an object"
      }
    return ToolProblem(
      "The argument `\(name)` must be \(wanted), not \(PlainText.clean(given.json, limit: 60)).")
  }

  private static func bounds(_ range: ClosedRange<Int>) -> String {
    range.lowerBound == range.upperBound
      ? " of \(range.lowerBound)"
      : range.upperBound == .max
        ? " of at least \(range.lowerBound)"
        : " from \(range.lowerBound) to \(range.upperBound)"
  }
}

extension ToolField {
  /// A parameter of the studio, by the name that it has in the services' own requests.
  ///
  /// - Parameter most: pictures of one request; the service makes more of no single call.
  init(_ rule: ParameterRule, most: Int) {
    name = Self.wireName(of: rule.name)
    parameter = rule.name
    defaultValue = rule.defaultValue.map {
      switch $0 {
      case .text(let text): .string(text)
      case .number(let number): .number(number)
      }
    }
    switch rule.values {
    case .choice(let words): kind = .words(words)
    case .integer(let range): kind = .integer(range)
    case .size(let known, let allowsAuto, _):
      kind = .text
      pattern = allowsAuto ? "^(auto|[0-9]{2,5}x[0-9]{2,5})$" : "^[0-9]{2,5}x[0-9]{2,5}$"
      let sizes = known.map(\.requestText).joined(separator: ", ")
      summary = "Pixels as WIDTHxHEIGHT" + (sizes.isEmpty ? "" : ", such as \(sizes)")
    }
    if rule.name == .count {
      kind = .integer(1...max(1, most))
      summary = "How many pictures; " + (most > 1 ? "at most \(most)." : "one a call.")
      return
    }
    let words = [summary ?? Self.meaning(of: rule.name), rule.note].compactMap { $0 }
    summary = words.joined(separator: "; ") + "."
  }

  static func wireName(of parameter: ParameterName) -> String {
    switch parameter {
    case .count: "n"
    case .format: "output_format"
    case .compression: "output_compression"
    case .partials: "partial_images"
    case .size, .quality, .background, .style, .seed, .moderation: parameter.rawValue
    }
  }

  private static func meaning(of parameter: ParameterName) -> String {
    switch parameter {
    case .size: "Pixels as WIDTHxHEIGHT"
    case .count: "How many pictures"
    case .quality: "How carefully it is drawn"
    case .format: "File format of the pictures"
    case .background: "The picture's background"
    case .style: "The picture's manner"
    case .seed: "The same seed and prompt give the same picture"
    case .compression: "Quality of the file, 0 to 100"
    case .moderation: "How strictly the service filters"
    case .partials: "Pictures to send while one is being made"
    }
  }
}
