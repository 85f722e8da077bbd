import FoundationEssentials
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// Makes the records true that a dead process left behind: nothing that was not sent is called
/// unknown, nothing that may have been is called failed, and an answer that had arrived whole is
/// turned into its pictures.
struct JobSettlement {
  let store: any GenerationStore
  let prices: PriceTable
  let report: @Sendable (StudioEvent) -> Void

  func run() async {
    guard let ids = try? await store.unfinished() else { return }
    for id in ids {
      guard let job = try? await store.adopt(id) else { continue }
      if let generation = try? await store.read(id), generation.state.isJob {
        settle(generation, job)
      }
      job.release()
    }
  }

  private func settle(_ left: Generation, _ job: any OwnedGeneration) {
    var generation = left
    generation.finishedAt = Date()
    let isCancelled = job.isCancelRequested
    if !generation.state.mayHaveLeft {
      conclude(
        &generation, isCancelled ? .cancelled : .failed,
        isCancelled ? Self.cancelledUnsent : Self.neverSent, job)
      job.removeParts()
    } else if !recover(&generation, job) {
      conclude(&generation, .unknown, Self.lostSight, job)
    }
    report(.changed(generation))
  }

  private func conclude(
    _ generation: inout Generation, _ state: Generation.State, _ error: StudioError,
    _ job: any OwnedGeneration
  ) {
    generation.error = error
    generation.error?.mayHaveBeenBilled = state == .unknown && generation.cost != .free
    if state != .unknown { generation.cost = .free }
    generation.advance(to: state)
    try? job.record(generation)
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
  private func recover(_ generation: inout Generation, _ job: any OwnedGeneration) -> Bool {
    guard let contents = try? read("\(job.folder)/\(OwnedFileGeneration.answerName)", job) else {
      return false
    }
    guard !contents.pictures.isEmpty,
      let outcome = try? PicturePublisher(job: job).publish(contents.pictures),
      !outcome.images.isEmpty
    else {
      let holdsAnything = contents.begun > 0 || contents.skeleton?.links.isEmpty == false
      holdsAnything ? job.keepOnlyAnswer() : job.removeParts()
      return false
    }
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: contents, outcome: outcome,
      failedLinks: contents.skeleton?.links.count ?? 0)
    var saved = generation
    saved.images = outcome.images
    saved.usage = contents.skeleton?.usage
    saved.cost = prices.cost(of: saved)
    if let warning = shortfall.warning { saved.warnings.append(warning) }
    for state in [Generation.State.receiving, .saving, .saved] { saved.advance(to: state) }
    guard (try? job.record(saved)) != nil else { return false }
    generation = saved
    shortfall.keepsAnswer ? job.keepOnlyAnswer() : job.removeParts()
    return true
  }

  private func read(_ path: String, _ job: any OwnedGeneration) throws -> AnswerContents? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var reader = AnswerReader(job: job)
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return reader.contents() }
      try buffer.withUnsafeBytes { try reader.read(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
