/// A stretch of the history, newest first.
public struct HistoryPage: Hashable, Sendable {
  public var generations: [Generation]
  /// Place of the first one in the whole list, from 0.
  public var offset: Int
  /// Length of the whole list that the query matches.
  public var total: Int
  /// Generations, whether they match or not, whose records are gone or cannot be read; as far as is
  /// known. They are in no list.
  public var unreadable = 0

  /// What is said where a person reads of generations of this stretch that ended with their process,
  /// while the disk does not take that into their records; nil where there are none.
  public var unwrittenWords: String? {
    let reasons = generations.compactMap(\.unwrittenEnd)
    guard let first = reasons.first else { return nil }
    let jobs =
      reasons.count == 1
      ? "1 job has ended and its record cannot say so"
      : "\(reasons.count) jobs have ended and their records cannot say so"
    return "\(jobs): \(first)"
  }

  /// What is said of the unreadable ones where a person reads; nil where there are none.
  public var unreadableWords: String? {
    guard unreadable > 0 else { return nil }
    let generations = unreadable == 1 ? "1 generation has" : "\(unreadable) generations have"
    return "\(generations) no record that can be read: `easel verify` says what to do."
  }

  public init(generations: [Generation], offset: Int, total: Int) {
    self.generations = generations
    self.offset = offset
    self.total = total
  }
}
