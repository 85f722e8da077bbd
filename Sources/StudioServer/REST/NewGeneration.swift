import StudioCore

/// The body of `POST /studio/v1/generations`.
struct NewGeneration: Sendable {
  let prompt: String
  let parameters: Parameters
  private let provider: ProviderID?
  private let resource: String?
  private let deployment: String?
  private let model: String?

  /// - Throws: `DoorError` 400 naming the member that does not fit.
  init(_ body: JSONValue) throws(DoorError) {
    guard let object = body.object else {
      throw DoorError(400, "invalid_request", "The body must be a JSON object.")
    }
    let known = ["prompt", "provider", "resource", "deployment", "model", "parameters"]
    if let member = object.members.first(where: { !known.contains($0.name) }) {
      throw Self.misfit(String(member.name.prefix(40)), "is not known here")
    }
    guard let prompt = try Self.text("prompt", in: object),
      prompt.contains(where: { !$0.isWhitespace })
    else { throw Self.misfit("prompt", "must be a text that is not empty") }
    self.prompt = prompt
    provider = try Self.text("provider", in: object).map(ProviderID.init(rawValue:))
    resource = try Self.text("resource", in: object)
    deployment = try Self.text("deployment", in: object)
    model = try Self.text("model", in: object)
    parameters = try Self.parameters(object["parameters"])
  }

  /// Where the wish goes: what it says, and from the usual destination what it does not say, as far
  /// as that is the same provider's.
  func destination(or usual: Destination) -> Destination {
    var destination = Destination(provider: provider ?? usual.provider)
    let isSame = destination.provider == usual.provider
    destination.host = isSame ? usual.host : nil
    destination.resource = resource ?? (isSame ? usual.resource : nil)
    let isNamed = deployment != nil || model != nil
    destination.deployment = deployment ?? (isSame && !isNamed ? usual.deployment : nil)
    destination.model = model ?? (isSame && !isNamed ? usual.model : nil)
    return destination
  }

  private static func text(_ name: String, in object: JSONObject) throws(DoorError) -> String? {
    switch object[name] {
    case nil: return nil
    case .string(let text)? where !text.isEmpty: return text
    default: throw misfit(name, "must be a text that is not empty")
    }
  }

  private static func parameters(_ json: JSONValue?) throws(DoorError) -> Parameters {
    guard let json else { return Parameters() }
    guard let object = json.object else { throw misfit("parameters", "must be an object") }
    var parameters = Parameters()
    for member in object.members {
      guard let name = ParameterName(rawValue: member.name) else {
        throw misfit(String(member.name.prefix(40)), "is no parameter")
      }
      parameters[name] = try value(of: name, member.value)
    }
    return parameters
  }

  private static func value(
    of name: ParameterName, _ value: JSONValue
  ) throws(DoorError) -> ParameterValue {
    if name.isNumber {
      guard let number = value.int, (0...4_294_967_295).contains(number) else {
        throw misfit(name.rawValue, "must be a whole number")
      }
      return .number(number)
    }
    guard case .string(let text) = value, !text.isEmpty else {
      throw misfit(name.rawValue, "must be a text that is not empty")
    }
    return .text(text)
  }

  private static func misfit(_ name: String, _ problem: String) -> DoorError {
    DoorError(400, "invalid_parameter", "'\(name)' \(problem).", param: name)
  }
}
