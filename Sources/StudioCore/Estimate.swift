/// What to expect of a request before it is sent.
public struct Estimate: Hashable, Sendable {
  public var cost: Cost
  /// Median seconds of the last saved generations at the same destination; nil without any.
  public var typicalSeconds: Double?

  public init(cost: Cost, typicalSeconds: Double?) {
    self.cost = cost
    self.typicalSeconds = typicalSeconds
  }
}
