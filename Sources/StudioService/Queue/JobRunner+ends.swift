import FoundationEssentials
import StudioCore

extension JobRunner {
  func save(_ contents: AnswerContents) async throws {
    try pass(to: .saving)
    let linked = await fetchLinks(of: contents)
    let outcome =
      try published + PicturePublisher(job: job).publish(contents.pictures + linked.pictures)
    // A stream that ended says itself what it lacks.
    if contents.isEventStream, contents.skeleton != nil { deliver(contents) }
    guard !outcome.images.isEmpty else {
      if let failure = linked.failure { throw failure }
      throw AnswerVerdict(contents: contents, outcome: outcome, folder: job.folder)
        .error(provider, generation.answer?.status ?? 200, generation.request.destination)
    }
    deliver(contents)
    // The files have their names: whatever record comes next, it tells of them.
    generation.images = outcome.images
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: contents, outcome: outcome,
      failedLinks: linked.failedCount)
    try advance(to: .saved, generation.keeping(outcome, of: contents, shortfall, prices: prices))
    shortfall.keepsAnswer ? job.keepOnlyAnswer() : removeParts()
  }

  /// The pictures are durable, so that the caller may have the answer: should this process end
  /// before the record says `saved`, the next start finds them in `response.part`.
  private func deliver(_ contents: AnswerContents) {
    if contents.skeleton != nil {
      delivery?.finish(at: contents.byteCount, after: contents.serviceTime)
    } else {
      outlet?.fail(
        StudioError(
          .badAnswer,
          "The service's answer broke off; the pictures that had arrived whole are kept.",
          hint: "They are in \(job.folder).", mayHaveBeenBilled: true))
    }
  }

  private struct LinkedPictures {
    var pictures: [PictureFiles.Picture] = []
    var failure: (any Error)?
    var failedCount = 0
  }

  /// One link that fails must not take the others with it.
  private func fetchLinks(of contents: AnswerContents) async -> LinkedPictures {
    var linked = LinkedPictures()
    let job = job
    let download = PictureDownload(transport: transport, allowsNearAddresses: isServiceLocal)
    for (place, link) in (contents.skeleton?.links ?? []).enumerated() {
      let number = contents.begun + place + 1
      do {
        let part = try await download.fetch(link) { try job.openImage(number) }
        linked.pictures.append(PictureFiles.Picture(number: number, part: part, isWhole: true))
      } catch {
        linked.failure = linked.failure ?? error
        linked.failedCount += 1
      }
    }
    return linked
  }

  func conclude(_ error: any Error) {
    let ending = JobEnding(
      error: error, state: generation.state, stopReason: stopReason,
      isFree: generation.cost == .free, provider: generation.request.destination.provider)
    // By evidence, not by state: bytes that may be a picture somebody pays for are kept.
    let isWorthKeeping =
      holdsPictureBytes && generation.cost != .free
      || ending.state == .unknown && (holdsPictureBytes || ending.error.code != .outcomeUnknown)
    // First, because the record may need the space.
    isWorthKeeping ? job.keepOnlyAnswer() : removeParts()
    var ended = generation
    ended.error = isWorthKeeping ? ending.error.naming("\(job.folder)/response.part") : ending.error
    ended.finishedAt = Date()
    if !ending.error.mayHaveBeenBilled { ended.cost = .free }
    do {
      try advance(to: ending.state, ended)
    } catch {
      // The disk refuses the record: what is on disk (`sent`, `receiving`) reads as "maybe", which
      // is true, and the next start settles it. The people who watch are told what happened.
      ended.advance(to: ending.state)
      tell(ended)
    }
    outlet?.fail(generation.error ?? ending.error)
  }

  private func removeParts() {
    // Those who read it still have it open, and `removeParts` empties what it removes.
    if delivery != nil { job.unlinkAnswer() }
    job.removeParts()
  }
}
