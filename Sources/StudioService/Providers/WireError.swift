import FoundationEssentials

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

  init(_ body: [UInt8]) {
    guard let root = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else { return }
    isJSON = true
    guard case .object(let fields) = root else { return }
    switch fields["error"] {
    case .string(let text): message = text
    case .object(let error): read(error)
    default: read(fields)
    }
    if message == nil { message = fields["message"]?.text }
  }

  private mutating func read(_ error: [String: JSONValue]) {
    code = error["code"]?.text
    message = error["message"]?.text
    parameter = error["param"]?.text
    type = error["type"]?.text
    guard case .object(let inner) = error["inner_error"] ?? error["innererror"] else { return }
    innerCode = inner["code"]?.text
    let results = inner["content_filter_results"] ?? inner["content_filter_result"]
    guard case .object(let verdicts) = results else { return }
    filters = verdicts.keys.sorted().filter { name in
      guard case .object(let verdict) = verdicts[name] else { return false }
      return verdict["filtered"] == .bool(true)
    }
  }
}
