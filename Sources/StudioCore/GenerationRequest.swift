/// A provider-neutral wish: prompt, destination, parameters.
public struct GenerationRequest: Hashable, Sendable, Codable {
  /// Names the wish itself: submitting the same id twice is one job.
  public var requestID: String
  public var prompt: String
  public var destination: Destination
  public var parameters: Parameters

  public init(
    requestID: String, prompt: String, destination: Destination,
    parameters: Parameters = Parameters()
  ) {
    self.requestID = requestID
    self.prompt = prompt
    self.destination = destination
    self.parameters = parameters
  }
}
