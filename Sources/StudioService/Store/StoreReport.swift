/// What a look at a whole store has found.
public struct StoreReport: Sendable, Hashable {
  /// Generations looked at.
  public var generations = 0
  /// Pictures whose bytes were compared with their checksum.
  public var pictures = 0
  /// Generations that a living process works on; they were left alone.
  public var inUse = 0
  /// In the order of the store, newest first.
  public var findings: [StoreFinding] = []

  /// Findings that stand.
  public var open: [StoreFinding] { findings.filter(\.isOpen) }
}
