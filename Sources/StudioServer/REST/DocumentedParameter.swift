import StudioCore

/// A parameter of one of the studio's own routes, as the document describes it.
struct DocumentedParameter: Sendable {
  enum Values: Sendable {
    case text(most: Int)
    case pattern(String)
    case integer(ClosedRange<Int>, standard: Int?)
  }

  let name: String
  /// `path`, `query` or `header`.
  let place: String
  let summary: String
  let values: Values

  static func query(_ name: String, _ summary: String, _ values: Values) -> DocumentedParameter {
    DocumentedParameter(name: name, place: "query", summary: summary, values: values)
  }

  static let generationID = DocumentedParameter(
    name: "id", place: "path", summary: "The generation's id.",
    values: .pattern("^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$"))

  static let imageNumber = DocumentedParameter(
    name: "number", place: "path", summary: "Which of its pictures, from 1.",
    values: .integer(1...100, standard: nil))

  static let idempotencyKey = DocumentedParameter(
    name: "Idempotency-Key", place: "header",
    summary: "Names the wish: sending it twice makes one generation.",
    values: .pattern("^[!-~]([ -~]{0,253}[!-~])?$"))

  var json: JSONValue {
    [
      "name": .string(name), "in": .string(place), "description": .string(summary),
      "required": .bool(place == "path"), "schema": schema,
    ]
  }

  private var schema: JSONValue {
    switch values {
    case .text(let most): ["type": "string", "maxLength": .number(most)]
    case .pattern(let pattern): ["type": "string", "pattern": .string(pattern)]
    case .integer(let range, let standard):
      if let standard {
        [
          "type": "integer", "minimum": .number(range.lowerBound),
          "maximum": .number(range.upperBound), "default": .number(standard),
        ]
      } else {
        [
          "type": "integer", "minimum": .number(range.lowerBound),
          "maximum": .number(range.upperBound),
        ]
      }
    }
  }
}

extension RoutedRequest {
  /// The value of an integer query parameter as its description allows it.
  ///
  /// - Throws: `DoorError` 400 naming the parameter.
  func integer(_ name: String, in range: ClosedRange<Int>, standard: Int) throws(DoorError) -> Int {
    guard let text = target.query.last(named: name) else { return standard }
    guard text.utf8.count <= 10, text.allSatisfy(\.isASCIIDigit), let number = Int(text),
      range.contains(number)
    else {
      throw DoorError(
        400, "invalid_parameter",
        "'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound).",
        param: name)
    }
    return number
  }
}
