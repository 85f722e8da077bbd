/// What a generation costs, and how we know.
public struct Cost: Hashable, Sendable, Codable {
  public enum Basis: String, Sendable, Codable {
    /// From the price table, before the service told its usage.
    case estimate
    /// From the usage that the service reported.
    case actual
    case unknown
  }

  /// In `currency`; nil when the basis is unknown.
  public var amount: Double?
  /// ISO 4217.
  public var currency: String
  public var basis: Basis

  public init(amount: Double?, currency: String = "USD", basis: Basis) {
    self.amount = amount
    self.currency = currency
    self.basis = basis
  }

  public static let unknown = Cost(amount: nil, basis: .unknown)
  /// A picture made on one's own machine.
  public static let free = Cost(amount: 0, basis: .actual)
}
