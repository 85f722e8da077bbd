/// A provider-neutral wish: prompt, destination, parameters.
public struct GenerationRequest: Hashable, Sendable, Codable {
  /// Bytes of UTF-8 that a prompt may have at most: more than any service takes.
  public static let longestPrompt = 1 << 20

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
