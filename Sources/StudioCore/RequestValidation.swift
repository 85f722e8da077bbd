/// Checks a request against its destination's parameter table before anything is sent.
///
/// Only what is certain to be refused, or cannot be meant, is an error; unknown models and words
/// are passed on with a warning, because services learn new ones before we do.
public enum RequestValidation {
  public static func problems(
    in request: GenerationRequest, table: ParameterTable
  ) -> [RequestProblem] {
    promptProblems(request.prompt, table) + destinationProblems(request.destination)
      + request.parameters.all.compactMap { problem($0.name, $0.value, table) }
  }

  private static func promptProblems(_ prompt: String, _ table: ParameterTable) -> [RequestProblem]
  {
    guard prompt.contains(where: { !$0.isWhitespace }) else {
      return [RequestProblem(.prompt, .error, "The prompt is empty: describe the picture.")]
    }
    guard prompt.utf8.count <= GenerationRequest.longestPrompt else {
      return [RequestProblem(.prompt, .error, "The prompt is longer than a megabyte.")]
    }
    guard let limit = table.promptLimit else { return [] }
    let length = prompt.unicodeScalars.count
    guard length > limit else { return [] }
    return [
      RequestProblem(
        .prompt, table.isGuess ? .warning : .error,
        "The prompt has \(length) characters; \(table.family) takes at most \(limit).")
    ]
  }

  private static func destinationProblems(_ destination: Destination) -> [RequestProblem] {
    guard !destination.isComplete else { return [] }
    return [RequestProblem(.destination, .error, "No deployment or model is chosen yet.")]
  }

  private static func problem(
    _ name: ParameterName, _ value: ParameterValue, _ table: ParameterTable
  ) -> RequestProblem? {
    let field = RequestProblem.Field.parameter(name)
    guard let rule = table[name] else {
      return RequestProblem(
        field, .warning, "\(name.label) is not known for \(table.family); it is not sent.")
    }
    if let reason = rule.reason {
      return RequestProblem(field, .warning, "\(name.label) is not sent: \(reason).")
    }
    switch rule.values {
    case .choice(let words): return choiceProblem(field, name, value, words, table)
    case .integer(let range): return integerProblem(field, name, value, range)
    case .size(let known, let allowsAuto, let limits):
      return sizeProblem(field, value, known, allowsAuto, limits, table)
    }
  }

  private static func choiceProblem(
    _ field: RequestProblem.Field, _ name: ParameterName, _ value: ParameterValue,
    _ words: [String], _ table: ParameterTable
  ) -> RequestProblem? {
    guard !words.contains(value.description) else { return nil }
    return RequestProblem(
      field, .warning,
      "\(name.label) “\(value)” is not one we know for \(table.family) "
        + "(\(words.joined(separator: ", "))); it is sent as it is.")
  }

  private static func integerProblem(
    _ field: RequestProblem.Field, _ name: ParameterName, _ value: ParameterValue,
    _ range: ClosedRange<Int>
  ) -> RequestProblem? {
    guard let number = value.number else {
      return RequestProblem(field, .error, "\(name.label) must be a whole number, not “\(value)”.")
    }
    guard !range.contains(number) else { return nil }
    let bounds =
      range.upperBound == .max
      ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    return RequestProblem(field, .error, "\(name.label) must be \(bounds), not \(number).")
  }

  private static func sizeProblem(
    _ field: RequestProblem.Field, _ value: ParameterValue, _ known: [ImageSize],
    _ allowsAuto: Bool, _ limits: ParameterRule.SizeLimits?, _ table: ParameterTable
  ) -> RequestProblem? {
    let text = value.description
    if text == "auto" {
      return allowsAuto
        ? nil
        : RequestProblem(
          field, .warning, "\(table.family) knows no size “auto”; its default is used.")
    }
    guard let size = ImageSize(parsing: text) else {
      return RequestProblem(
        field, .error,
        "Size must look like 1024x1024, with 1 to 99999 pixels a side\(allowsAuto ? ", or be auto" : ""), "
          + "not “\(text)”.")
    }
    if let limits { return limitProblem(field, size, limits, table) }
    guard !known.isEmpty, !known.contains(size) else { return nil }
    let list = known.map(\.requestText).joined(separator: ", ")
    return RequestProblem(
      field, .warning, "\(table.family) is known to take \(list); \(text) is sent as it is.")
  }

  private static func limitProblem(
    _ field: RequestProblem.Field, _ size: ImageSize, _ limits: ParameterRule.SizeLimits,
    _ table: ParameterTable
  ) -> RequestProblem? {
    let (long, short) = (max(size.width, size.height), min(size.width, size.height))
    let complaint: String? =
      if long > limits.longestSide {
        "its longest side is over \(limits.longestSide) pixels"
      } else if !size.width.isMultiple(of: limits.multiple)
        || !size.height.isMultiple(of: limits.multiple)
      {
        "both sides must be multiples of \(limits.multiple)"
      } else if long > short * limits.aspect {
        "it is longer than \(limits.aspect):1"
      } else if !limits.pixels.contains(size.width * size.height) {
        "its area must be \(limits.pixels.lowerBound) to \(limits.pixels.upperBound) pixels"
      } else {
        nil
      }
    return complaint.map {
      RequestProblem(
        field, table.isGuess ? .warning : .error, "\(table.family) cannot make \(size): \($0).")
    }
  }
}
