import StudioCore

extension GenerationRequest {
  /// What a call of an images operation wishes, for the record. The service judges the body itself:
  /// what cannot be read here is left out.
  init(_ call: ServiceCall, body: JSONValue?, destination: Destination) {
    self.init(
      requestID: call.requestID, prompt: body?["prompt"]?.text ?? "", destination: destination)
    for (name, member) in Self.members {
      guard let value = body?[member] else { continue }
      parameters[name] = Self.value(value, of: name)
    }
  }

  private static let members: [(ParameterName, String)] = [
    (.size, "size"), (.count, "n"), (.quality, "quality"), (.format, "output_format"),
    (.background, "background"), (.style, "style"), (.seed, "seed"),
    (.compression, "output_compression"), (.moderation, "moderation"),
    (.partials, "partial_images"),
  ]

  private static func value(_ value: JSONValue, of name: ParameterName) -> ParameterValue? {
    switch name {
    case .count, .seed:
      let number = value.int ?? value.text.flatMap { Int($0) }
      // Zero and below are no counts, and no seeds that make the same picture twice.
      return number.flatMap { $0 > 0 ? .number($0) : nil }
    default:
      if let number = value.int { return .number(number) }
      return value.text.flatMap { $0.utf8.count <= 100 ? .text($0) : nil }
    }
  }
}
