/// What each parameter means at one destination: allowed, default, ignored.
public struct ParameterTable: Hashable, Sendable {
  /// The model family the table describes, such as `gpt-image-2`, for people.
  public var family: String
  /// True when the model's name is not one we know: then nothing is refused by us alone.
  public var isGuess: Bool
  /// Longest prompt in characters that the service accepts, where it is known.
  public var promptLimit: Int?
  /// How many pictures one request can make; more become several generations.
  public var imagesPerRequest: Int
  /// In the order of the settings pane.
  public var rules: [ParameterRule]

  public init(
    family: String, isGuess: Bool = false, promptLimit: Int? = nil, imagesPerRequest: Int = 1,
    rules: [ParameterRule]
  ) {
    self.family = family
    self.isGuess = isGuess
    self.promptLimit = promptLimit
    self.imagesPerRequest = imagesPerRequest
    self.rules = rules
  }

  public subscript(name: ParameterName) -> ParameterRule? {
    rules.first { $0.name == name }
  }
}
