import FoundationEssentials
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// Makes the records true that a dead process left behind: nothing that was not sent is called
/// unknown, nothing that may have been is called failed, and an answer that had arrived whole is
/// turned into its pictures. What the disk keeps from being known is left for the next start.
actor JobSettlement {
  private nonisolated let executor = DiskExecutor()
  private let store: any GenerationStore
  private let prices: PriceTable
  private let rescue: RescuePlace
  private let report: @Sendable (StudioEvent) -> Void

  init(
    store: any GenerationStore, prices: PriceTable, rescue: RescuePlace = .none,
    report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.store = store
    self.prices = prices
    self.rescue = rescue
    self.report = report
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async {
    guard let ids = try? await store.unfinished() else { return }
    for id in ids {
      guard let job = try? await store.adopt(id) else { continue }
      if let generation = try? await store.read(id) {
        generation.state.isJob ? try? settle(generation, job) : job.keepOnlyAnswer()
      }
      job.release()
    }
  }

  /// Throws errors of the disk: the record is as it was then.
  private func settle(_ left: Generation, _ job: any OwnedGeneration) throws(StudioError) {
    var generation = left
    generation.finishedAt = left.finishedAt ?? Date()
    let isCancelled = job.isCancelRequested
    if !generation.state.mayHaveLeft {
      try conclude(
        &generation, isCancelled ? .cancelled : .failed,
        isCancelled ? Self.cancelledUnsent : Self.neverSent, job)
      job.removeParts()
    } else if try !recover(&generation, job) {
      job.keepOnlyAnswer()
      try conclude(&generation, .unknown, Self.lostSight.naming(pieces(job).paths), job)
    }
    report(.changed(generation))
  }

  private func conclude(
    _ generation: inout Generation, _ state: Generation.State, _ error: StudioError,
    _ job: any OwnedGeneration
  ) throws(StudioError) {
    generation.error = error
    generation.error?.mayHaveBeenBilled = state == .unknown && generation.cost != .free
    if state != .unknown { generation.cost = .free }
    generation.advance(to: state)
    try job.record(generation)
  }

  private static let neverSent = StudioError(
    .interrupted, "Easel ended before this was sent; nothing was billed.", hint: "Send it again.",
    isRetryable: true)

  private static let cancelledUnsent = StudioError(
    .cancelled, "Cancelled before anything was sent.")

  private static let lostSight = StudioError(
    .outcomeUnknown, "Easel ended while the answer was awaited.",
    hint: "The service may have made and billed the picture, and cannot be asked. "
      + "Sending it again may bill it twice.",
    mayHaveBeenBilled: true)

  /// Finds the pictures that are whole: those that have their names, those in the answer's bytes,
  /// and fetched ones that lack only the name. True if there are any.
  private func recover(
    _ generation: inout Generation, _ job: any OwnedGeneration
  ) throws(StudioError) -> Bool {
    if holdsItsPictures(generation) {
      // The record says all but the end.
      let isComplete = generation.images.count >= generation.request.parameters.count
      try finish(&generation, job, keepsAnswer: !isComplete)
      return true
    }
    let contents = try contents(job)
    var outcome = PicturePublisher(job: job).publish(contents.pictures)
    outcome.refusals = outcome.refusals + contents.refusals
    // Left for the next start.
    if let refusal = outcome.refusals.error { throw refusal }
    outcome = outcome + (try adopted(job, besides: outcome.numbers))
    guard !outcome.images.isEmpty else { return false }
    let linked = outcome.numbers.count { $0 > contents.begun }
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: contents, outcome: outcome,
      failedLinks: max(0, (contents.skeleton?.links.count ?? 0) - linked))
    generation = generation.keeping(outcome, of: contents, shortfall, prices: prices)
    try finish(&generation, job, keepsAnswer: shortfall.keepsAnswer)
    return true
  }

  private func holdsItsPictures(_ generation: Generation) -> Bool {
    !generation.images.isEmpty
      && generation.images.allSatisfy { access(generation.path(of: $0), F_OK) == 0 }
  }

  private func finish(
    _ generation: inout Generation, _ job: any OwnedGeneration, keepsAnswer: Bool
  ) throws(StudioError) {
    for state in [Generation.State.receiving, .saving, .saved] { generation.advance(to: state) }
    try job.record(generation)
    if keepsAnswer {
      job.keepOnlyAnswer()
    } else {
      pieces(job).removeRescued(of: job)
      job.removeParts()
    }
  }

  private func pieces(_ job: any OwnedGeneration) -> AnswerPieces {
    AnswerPieces(left: job, rescued: rescue.pieces(of: job.id))
  }

  /// What is no answer of an images API holds nothing.
  private func contents(_ job: any OwnedGeneration) throws(StudioError) -> AnswerContents {
    var reader = AnswerReader(job: job, isEventStream: nil)
    do {
      try pieces(job).read(into: &reader)
    } catch let error as StudioError where error.code != .badAnswer {
      throw error
    } catch {}
    reader.finish()
    return reader.contents()
  }

  /// Pictures that are in the folder: `2.png`, and `2.part` where it is whole.
  private func adopted(
    _ job: any OwnedGeneration, besides known: Set<Int>
  ) throws(StudioError) -> PicturePublisher.Outcome {
    let publisher = PicturePublisher(job: job)
    var outcome = PicturePublisher.Outcome()
    for name in StoreLayout.names(in: job.folder) {
      let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
      guard pieces.count == 2, let number = Int(pieces[0]), number > 0, !known.contains(number)
      else { continue }
      let path = "\(job.folder)/\(name)"
      if pieces[1] != "part" {
        let image = try publisher.adopted(name)
        outcome.images += [image].compactMap { $0 }
      } else if PictureTail.isWhole(path) {
        let part = try PartFile(adopting: path)
        outcome = outcome + publisher.publish([.init(number: number, part: part, isWhole: true)])
      }
    }
    return PicturePublisher.Outcome() + outcome
  }
}
