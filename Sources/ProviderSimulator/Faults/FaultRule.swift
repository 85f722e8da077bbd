/// Which calls a fault befalls, and how often.
public struct FaultRule: Sendable, Codable, Equatable {
  /// Only calls of this service; nil means both.
  public var service: SimulatedService?
  /// Only calls of this Ollama model or Azure deployment, compared without regard to case.
  public var model: String?
  /// Only calls whose prompt contains this text.
  public var prompt: String?
  /// Only calls whose path contains this text. Without it a rule befalls generations only.
  public var path: String?
  /// How many matching calls go unharmed first; nil means none.
  public var skip: Int?
  /// How many matching calls are befallen after that; nil means all.
  public var times: Int?
  /// Whether the service makes and bills the picture anyhow; nil leaves it to the fault.
  public var billed: Bool?
  /// What happens.
  public var fault: Fault

  /// A rule; every condition that is left out matches.
  public init(
    _ fault: Fault, service: SimulatedService? = nil, model: String? = nil,
    prompt: String? = nil, path: String? = nil, skip: Int? = nil, times: Int? = nil,
    billed: Bool? = nil
  ) {
    self.fault = fault
    self.service = service
    self.model = model
    self.prompt = prompt
    self.path = path
    self.skip = skip
    self.times = times
    self.billed = billed
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case service, model, prompt, path, skip, times, billed, fault

    /// For the manual.
    var summary: String {
      switch self {
      case .service: "only calls of this service: ollama or azure"
      case .model: "only calls of this Ollama model or Azure deployment"
      case .prompt: "only calls whose prompt contains this text"
      case .path: "only calls whose path has this; else only generations"
      case .skip: "so many matching calls go unharmed first"
      case .times: "so many are befallen after that; without it all"
      case .billed: "true or false: whether it is made and billed anyhow"
      case .fault: "what happens: {\"kind\": …, and its keys}"
      }
    }
  }

  /// - Throws: `FaultScriptError` for a key that a rule has not, too.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue), of: "a rule")
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode(Fault.self, forKey: .fault), service: try Self.service(values),
      model: try values.decodeIfPresent(String.self, forKey: .model),
      prompt: try values.decodeIfPresent(String.self, forKey: .prompt),
      path: try values.decodeIfPresent(String.self, forKey: .path),
      skip: try values.decodeIfPresent(Int.self, forKey: .skip, in: 0...1_000_000),
      times: try values.decodeIfPresent(Int.self, forKey: .times, in: 1...1_000_000),
      billed: try values.decodeIfPresent(Bool.self, forKey: .billed))
  }

  private static func service(
    _ values: KeyedDecodingContainer<CodingKeys>
  ) throws -> SimulatedService? {
    guard let name = try values.decodeIfPresent(String.self, forKey: .service) else { return nil }
    if let service = SimulatedService(rawValue: name) { return service }
    throw FaultScriptError(values.codingPath + [CodingKeys.service], "is neither ollama nor azure")
  }

  func matches(_ call: SimulatedCall) -> Bool {
    if let service, service != call.service { return false }
    if let model, model.lowercased() != call.model?.lowercased() { return false }
    if let prompt, call.prompt?.contains(prompt) != true { return false }
    if let path { return call.path.contains(path) }
    return call.isGeneration
  }
}

/// The two services whose protocols are simulated.
public enum SimulatedService: String, Sendable, Codable, Equatable {
  case ollama, azure
}

/// What a rule can see of a call.
struct SimulatedCall: Sendable {
  var service: SimulatedService
  var path: String
  var isGeneration: Bool
  var model: String?
  var prompt: String?
  /// How many pictures it asks for.
  var count = 1
}
