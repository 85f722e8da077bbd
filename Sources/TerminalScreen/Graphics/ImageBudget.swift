/// Bytes held for pictures, and which of them to give up first: those used longest ago.
public struct ImageBudget<Key: Hashable & Sendable>: Sendable {
  private struct Holding {
    var bytes: Int
    var lastUse: Int
  }

  private let byteLimit: Int
  private let countLimit: Int
  private var holdings: [Key: Holding] = [:]
  private var uses = 0
  /// The bytes held now.
  public private(set) var bytes = 0

  /// A budget of so many bytes, and of so many pictures.
  public init(bytes: Int, count: Int = .max) {
    byteLimit = bytes
    countLimit = count
  }

  /// What is held.
  public var keys: Set<Key> { Set(holdings.keys) }

  /// Notes that a picture is held or is used again.
  public mutating func hold(_ key: Key, bytes count: Int) {
    uses += 1
    bytes += count - (holdings[key]?.bytes ?? 0)
    holdings[key] = Holding(bytes: count, lastUse: uses)
  }

  /// Notes that a picture is held no more.
  public mutating func drop(_ key: Key) {
    bytes -= holdings.removeValue(forKey: key)?.bytes ?? 0
  }

  /// Gives up what is over the limits, except for what is in use.
  /// - Returns: What was given up.
  public mutating func evict(keeping used: Set<Key>) -> [Key] {
    guard bytes > byteLimit || holdings.count > countLimit else { return [] }
    let candidates = holdings.filter { !used.contains($0.key) }
      .sorted { $0.value.lastUse < $1.value.lastUse }
    var evicted: [Key] = []
    for (key, _) in candidates where bytes > byteLimit || holdings.count > countLimit {
      drop(key)
      evicted.append(key)
    }
    return evicted
  }
}
