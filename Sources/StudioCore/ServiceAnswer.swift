/// What a service said besides pictures. Text of the outside: sanitise before showing it.
public struct ServiceAnswer: Hashable, Sendable, Codable {
  /// HTTP status.
  public var status: Int
  /// What the service's support asks for: `apim-request-id` or `x-request-id`.
  public var requestID: String?
  public var region: String?
  /// The prompt as the service rewrote it.
  public var revisedPrompt: String?
  /// What it says that it used, as far as it says so: `auto` has become a size and a quality here.
  public var parameters: Parameters?

  public init(
    status: Int, requestID: String? = nil, region: String? = nil, revisedPrompt: String? = nil,
    parameters: Parameters? = nil
  ) {
    self.status = status
    self.requestID = requestID
    self.region = region
    self.revisedPrompt = revisedPrompt
    self.parameters = parameters
  }
}
