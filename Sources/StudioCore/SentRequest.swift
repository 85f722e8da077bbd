/// The request as it left, without any credential.
public struct SentRequest: Hashable, Sendable, Codable {
  public var method: String
  public var url: String
  /// The JSON body, as text.
  public var body: String

  public init(method: String, url: String, body: String) {
    self.method = method
    self.url = url
    self.body = body
  }
}
