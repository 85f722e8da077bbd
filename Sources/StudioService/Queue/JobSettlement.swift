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
  private let report: @Sendable (StudioEvent) -> Void

  init(
    store: any GenerationStore, prices: PriceTable,
    report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.store = store
    self.prices = prices
    self.report = report
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async {
    guard let ids = try? await store.unfinished() else { return }
    for id in ids {
      guard let job = try? await store.adopt(id) else { continue }
      if let generation = try? await store.read(id), generation.state.isJob {
        try? settle(generation, job)
      }
      job.release()
    }
  }

  /// Throws errors of the disk: the record is as it was then.
  private func settle(_ left: Generation, _ job: any OwnedGeneration) throws(StudioError) {
    var generation = left
    generation.finishedAt = Date()
    let isCancelled = job.isCancelRequested
    if !generation.state.mayHaveLeft {
      try conclude(
        &generation, isCancelled ? .cancelled : .failed,
        isCancelled ? Self.cancelledUnsent : Self.neverSent, job)
      job.removeParts()
    } else if try !recover(&generation, job) {
      try conclude(&generation, .unknown, Self.lostSight, job)
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

  /// Reads `response.part` as if it were arriving; true if it held whole pictures.
  private func recover(
    _ generation: inout Generation, _ job: any OwnedGeneration
  ) throws(StudioError) -> Bool {
    guard let contents = try contents(job) else { return false }
    let outcome = try PicturePublisher(job: job).publish(contents.pictures)
    guard !outcome.images.isEmpty else {
      let holdsAnything = contents.begun > 0 || contents.skeleton?.links.isEmpty == false
      holdsAnything ? job.keepOnlyAnswer() : job.removeParts()
      return false
    }
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: contents, outcome: outcome,
      failedLinks: contents.skeleton?.links.count ?? 0)
    var saved = generation.keeping(outcome, of: contents, shortfall, prices: prices)
    for state in [Generation.State.receiving, .saving, .saved] { saved.advance(to: state) }
    try job.record(saved)
    generation = saved
    shortfall.keepsAnswer ? job.keepOnlyAnswer() : job.removeParts()
    return true
  }

  /// nil where no answer is there, or what is there is none.
  private func contents(_ job: any OwnedGeneration) throws(StudioError) -> AnswerContents? {
    let path = "\(job.folder)/\(OwnedFileGeneration.answerName)"
    guard access(path, F_OK) == 0 else { return nil }
    let file = try OpenFile(path, O_RDONLY)
    do {
      return try read(file, job)
    } catch let error as StudioError where error.code != .badAnswer {
      throw error
    } catch {
      return nil
    }
  }

  private func read(_ file: OpenFile, _ job: any OwnedGeneration) throws -> AnswerContents {
    var reader = AnswerReader(job: job, isEventStream: nil)
    while true {
      let bytes = try file.read(from: reader.byteCount, limit: 256 << 10)
      guard !bytes.isEmpty else { return reader.contents() }
      try bytes.withUnsafeBytes { try reader.read($0) }
    }
  }
}
