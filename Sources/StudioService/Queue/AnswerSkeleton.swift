import StudioCore

/// What an images answer says besides its pictures. Everything is optional, and a member of an
/// unexpected kind is passed over: the services differ, and only `created` is promised (Azure
/// 2025-04-01-preview; Ollama 0.14.3 to 0.32.5).
struct AnswerSkeleton: Sendable {
  /// More links than any service sends; the rest are passed over.
  private static let linkLimit = 64

  let json: JSONValue

  /// Throws where the text is not one whole JSON object.
  init(parsing text: [UInt8]) throws { try self.init(JSONValue(parsing: text)) }

  /// Throws where it is no object.
  init(_ json: JSONValue) throws {
    self.json = json
    guard case .object = json else { throw NoObject() }
  }

  private struct NoObject: Error {}

  var data: [JSONValue] { json["data"]?.elements ?? [] }

  /// Some gateways report an error with status 200.
  var holdsError: Bool {
    switch json["error"] {
    case nil, .null?: false
    default: true
    }
  }

  /// Links of pictures that did not come as text.
  var links: [String] {
    let links = data.filter { $0["b64_json"]?.text == nil }.compactMap { $0["url"]?.text }
    return Array(links.prefix(Self.linkLimit))
  }

  var revisedPrompt: String? { data.lazy.compactMap { $0["revised_prompt"]?.text }.first }

  /// Those that an answer tells, and their names in it.
  static let told: [(name: ParameterName, member: String)] = [
    (.background, "background"), (.format, "output_format"), (.quality, "quality"), (.size, "size"),
  ]

  /// What was used, as the answer itself or a picture in it says; nil where neither does.
  var parameters: Parameters? {
    var parameters = Parameters()
    for (name, member) in Self.told {
      let words = ([json] + data).lazy.compactMap { $0[member]?.text }
      parameters[name] = words.first(where: Self.isWord).map { .text($0) }
    }
    return parameters.all.isEmpty ? nil : parameters
  }

  /// Whether it can be a value of one: `1024x1024`, `high`.
  private static func isWord(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
  }

  var usage: Usage? {
    guard let usage = json["usage"], case .object = usage else { return nil }
    return Usage(
      inputTokens: Self.tokens(usage["input_tokens"]),
      inputImageTokens: Self.tokens(usage["input_tokens_details"]?["image_tokens"]),
      outputTokens: Self.tokens(usage["output_tokens"]),
      totalTokens: Self.tokens(usage["total_tokens"]))
  }

  /// More tokens than any answer takes, and few enough to be added up without care.
  static let tokenLimit = 1 << 40

  /// A whole number, brought into 0…`tokenLimit`; nil for anything else.
  static func tokens(_ value: JSONValue?) -> Int? {
    value?.double.flatMap { Int(exactly: min(max($0, 0), Double(tokenLimit))) }
  }
}
