/// What is on the desk: survives quitting and being killed.
public struct Draft: Hashable, Sendable, Codable {
  public var prompt: String
  /// In characters from the start of the prompt.
  public var cursor: Int
  public var destination: Destination?
  public var parameters: Parameters
  /// Name of the theme that was picked last.
  public var theme: String?

  public init(
    prompt: String = "", cursor: Int = 0, destination: Destination? = nil,
    parameters: Parameters = Parameters(), theme: String? = nil
  ) {
    self.prompt = prompt
    self.cursor = cursor
    self.destination = destination
    self.parameters = parameters
    self.theme = theme
  }
}
