import StudioCore
import Synchronization

/// Ends of jobs of dead processes that the disk did not take into their records: told all the same,
/// for as long as the record says what it said then. The next settlement tries to write them again. Where
/// an answer is still to be looked at, what is told is no end yet.
final class UnwrittenEnds: Sendable {
  private struct End {
    let left: Generation
    let ended: Generation
  }

  private let ends = Mutex<[GenerationID: End]>([:])

  /// - Parameters:
  ///   - left: the record as it is on disk.
  ///   - ended: what it should say.
  func note(_ left: Generation, as ended: Generation) {
    ends.withLock { $0[left.id] = End(left: left, ended: ended) }
  }

  /// What is true of a generation whose record says this.
  func truth(of record: Generation) -> Generation { end(of: record)?.ended ?? record }

  private func end(of record: Generation) -> End? {
    ends.withLock { ends in
      guard let end = ends[record.id] else { return nil }
      if end.left != record { ends[record.id] = nil }
      return end.left == record ? end : nil
    }
  }
}
