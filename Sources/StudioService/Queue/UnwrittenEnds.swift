import StudioCore
import Synchronization

/// Ends of jobs of dead processes that the disk did not take into their records: told all the same,
/// for as long as the record says what it said then. The next settlement tries to write them again. Where
/// an answer is still to be looked at, what is told is no end yet.
final class UnwrittenEnds: Sendable {
  private struct End {
    let left: Generation
    let ended: Generation
    let refusal: StudioError
  }

  private let ends = Mutex<[GenerationID: End]>([:])

  /// - Parameters:
  ///   - left: the record as it is on disk.
  ///   - ended: what it should say.
  ///   - refusal: what the disk said.
  func note(_ left: Generation, as ended: Generation, _ refusal: StudioError) {
    ends.withLock { $0[left.id] = End(left: left, ended: ended, refusal: refusal) }
  }

  /// What is true of a generation whose record says this.
  func truth(of record: Generation) -> Generation { end(of: record)?.ended ?? record }

  /// The same for a stretch of the history, which says what kept the records from it.
  func truth(of page: HistoryPage) -> HistoryPage {
    var page = page
    let ends = page.generations.compactMap(end)
    let refusals = ends.filter { !$0.ended.state.isJob }.map(\.refusal)
    page.unwritten = refusals.first.map { .init(count: refusals.count, refusal: $0) }
    page.generations = page.generations.map(truth)
    return page
  }

  private func end(of record: Generation) -> End? {
    ends.withLock { ends in
      guard let end = ends[record.id] else { return nil }
      if end.left != record { ends[record.id] = nil }
      return end.left == record ? end : nil
    }
  }
}
