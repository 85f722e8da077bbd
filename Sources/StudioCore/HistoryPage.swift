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

  /// Generations of this stretch that ended with their process, while the disk does not take that into
  /// their records.
  public struct Unwritten: Hashable, Sendable {
    public var count: Int
    /// What the disk said of the first.
    public var refusal: StudioError

    public init(count: Int, refusal: StudioError) {
      self.count = count
      self.refusal = refusal
    }
  }

  /// nil where there are none.
  public var unwritten: Unwritten?

  /// What is said of those where a person reads.
  public var unwrittenWords: String? {
    unwritten.map { unwritten in
      let jobs =
        unwritten.count == 1
        ? "1 job has ended and its record cannot say so"
        : "\(unwritten.count) jobs have ended and their records cannot say so"
      return
        (["\(jobs): \(unwritten.refusal.message)"] + [unwritten.refusal.hint].compactMap(\.self))
        .joined(separator: " ")
    }
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
