import StudioCore

/// An error body in any of the forms that the services, their gateways and proxies use: OpenAI's
/// object, Ollama's plain string, Azure's flat form; `code` as string or number; `inner_error` or
/// `innererror`. Text of the outside: sanitised before it is shown.
struct WireError: Sendable {
  var code: String?
  var message: String?
  var parameter: String?
  var type: String?
  var innerCode: String?
  /// Names of the content filters that struck, such as `violence`.
  var filters: [String] = []
  var isJSON = false
  /// True for a proxy's own words that it lost the service after it had turned to it: what the
  /// service has begun by then cannot be known.
  var tellsOfLostService = false
  /// True for `statusCode` and `message` without an `error` object: a gateway's own form.
  var isFlat = false
  /// Where moderation struck, by its own word: `input` or `output`.
  var stage: String?

  init(_ body: [UInt8]) {
    guard let root = try? JSONValue(parsing: body) else {
      let text = String(decoding: body.prefix(1024), as: UTF8.self).lowercased()
      tellsOfLostService = text.contains("upstream") || text.contains("reset")
      return
    }
    isJSON = true
    guard case .object(let fields) = root else { return }
    switch fields["error"] {
    case .string(let text): message = text
    case .object(let error): read(error)
    default:
      read(fields)
      isFlat = fields["statusCode"] != nil
    }
    if message == nil { message = fields["message"]?.text }
  }

  private mutating func read(_ error: JSONObject) {
    code = error["code"]?.text
    message = error["message"]?.text
    parameter = error["param"]?.text
    type = error["type"]?.text
    readModeration(error)
    guard case .object(let inner) = error["inner_error"] ?? error["innererror"] else { return }
    innerCode = inner["code"]?.text
    let results = inner["content_filter_results"] ?? inner["content_filter_result"]
    guard case .object(let verdicts) = results else { return }
    filters = verdicts.members.filter { $0.value["filtered"] == .bool(true) }.map(\.name).sorted()
  }

  /// gpt-image names what struck in a member of newer answers, and before that in the message:
  /// `safety_violations=[violence, sexual]`.
  private mutating func readModeration(_ error: JSONObject) {
    let details = error["moderation_details"]
    stage = details?["moderation_stage"]?.text
    filters = (details?["categories"]?.elements ?? []).compactMap(\.text)
    guard filters.isEmpty, let message, let mark = message.firstRange(of: "safety_violations=[")
    else { return }
    filters = message[mark.upperBound...].prefix { $0 != "]" }.split(separator: ",").prefix(8)
      .map { String($0.drop(while: \.isWhitespace)) }
  }
}
