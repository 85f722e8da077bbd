/// The short name of a provider: `ollama`, `azure`, `demo`, or that of a configured capability.
public struct ProviderID: RawRepresentable, Hashable, Sendable, Codable,
  ExpressibleByStringLiteral, CustomStringConvertible
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { self.rawValue = value }

  public static let ollama: ProviderID = "ollama"
  public static let azure: ProviderID = "azure"
  /// The embedded simulator: speaks both services' protocols on loopback, paints procedurally.
  public static let demo: ProviderID = "demo"

  public var description: String { rawValue }

  /// The name people read.
  public var displayName: String {
    switch self {
    case .ollama: "Ollama"
    case .azure: "Azure OpenAI"
    case .demo: "Demo"
    default: rawValue
    }
  }
}
