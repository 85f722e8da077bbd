import FoundationEssentials
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// What a process that is gone left of a generation, in the hands of a new owner.
struct LeftJob {
  let job: any OwnedGeneration
  let rescue: RescuePlace
  let prices: PriceTable

  /// Ends a job as the evidence has it.
  ///
  /// Throws errors of the disk: the record is as it was then.
  func settle(_ left: Generation) throws(StudioError) -> Generation {
    var generation = left
    generation.finishedAt = left.finishedAt ?? Date()
    if !generation.state.mayHaveLeft {
      conclude(&generation)
      try job.record(generation)
      job.removeParts()
    } else if try !recover(&generation) {
      job.keepOnlyAnswer()
      conclude(&generation)
      try job.record(generation)
    }
    return generation
  }

  /// What can be said of a job without writing anything, where the disk refuses its record. Where
  /// something of an answer is there that may be whole, it is no end: nobody is to send the request
  /// again before that was looked at.
  func end(_ left: Generation, unwrittenFor refusal: StudioError) -> Generation {
    var generation = left
    if left.state.mayHaveLeft, !holdsItsPictures(left), !arrived.isEmpty {
      generation.warnings.append(
        "What arrived is kept, and looked at when Easel starts again, or the same call is repeated: "
          + "do not send the request anew before. \(refusal.message)")
      return generation
    }
    generation.finishedAt = left.finishedAt ?? Date()
    if holdsItsPictures(generation) {
      for state in [Generation.State.receiving, .saving, .saved] { generation.advance(to: state) }
    } else {
      conclude(&generation)
    }
    generation.warn(unwrittenFor: refusal)
    return generation
  }

  /// The end of a job without a picture.
  private func conclude(_ generation: inout Generation) {
    let isCancelled = job.isCancelRequested
    if generation.state.mayHaveLeft {
      let places = pieces.paths + job.unnamedPictures + rescue.pictures(of: job.id).map(\.path)
      conclude(&generation, .unknown, Self.lostSight.naming(places, in: job.folder))
    } else {
      conclude(
        &generation, isCancelled ? .cancelled : .failed,
        .unsent(isCancelled, isRepeated: !generation.refused.isEmpty))
    }
  }

  private func conclude(
    _ generation: inout Generation, _ state: Generation.State, _ error: StudioError
  ) {
    generation.error = error
    generation.images = []
    generation.error?.mayHaveBeenBilled = state == .unknown && generation.cost != .free
    if state != .unknown { generation.cost = .free }
    generation.advance(to: state)
  }

  private static let lostSight = StudioError(
    .outcomeUnknown, "Easel ended while the answer was awaited.",
    hint: "The service may have made and billed the picture, and cannot be asked. "
      + "Sending it again may bill it twice.",
    mayHaveBeenBilled: true)

  /// What there is of an answer, in whatever form.
  private var arrived: [String] {
    pieces.paths + job.unnamedPictures + rescue.pictures(of: job.id).map(\.path)
      + StoreLayout.names(in: job.folder).filter(OwnedFileGeneration.isPictureName)
  }

  /// The answer's bytes.
  var pieces: AnswerPieces { AnswerPieces(left: job, rescued: rescue.pieces(of: job.id)) }
}

// Pictures that the record does not name.
extension LeftJob {
  /// Finds the pictures that are whole: those that have their names, those in the answer's bytes,
  /// and fetched ones that lack only the name. Names them in the record, which is then `saved`; true
  /// if there are any.
  func recover(_ generation: inout Generation) throws(StudioError) -> Bool {
    if generation.state.isJob, holdsItsPictures(generation) {
      // The record says all but the end.
      let isComplete = generation.images.count >= generation.request.parameters.count
      try finish(&generation, keepsAnswer: !isComplete)
      return true
    }
    // What the record of a job names is what it had when it was written: the folder is newer.
    let named = generation.state == .saved ? generation.images : []
    let found = try findings(
      besides: named.filter { access(generation.path(of: $0), F_OK) == 0 })
    guard !found.outcome.images.isEmpty else { return false }
    let known = named.filter { image in
      image.sha256.isEmpty || !found.outcome.images.contains { $0.sha256 == image.sha256 }
    }
    let outcome = PicturePublisher.Outcome(images: known) + found.outcome
    let linked = outcome.numbers.count { $0 > found.contents.begun }
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: found.contents, outcome: outcome,
      failedLinks: max(0, (found.contents.skeleton?.links.count ?? 0) - linked),
      place: places(after: found.contents.begun))
    let finishedAt = generation.state.isJob ? nil : generation.finishedAt
    generation.warnings.removeAll(where: AnswerShortfall.isWarning)
    generation = generation.keeping(outcome, of: found.contents, shortfall, prices: prices)
    generation.finishedAt = finishedAt ?? generation.finishedAt
    try finish(&generation, keepsAnswer: shortfall.keepsAnswer)
    return true
  }

  /// - Parameter count: pictures that came with the answer itself.
  private func places(after count: Int) -> String {
    let names = pieces.paths.map { path in
      path.hasPrefix(job.folder + "/") ? String(path.dropFirst(job.folder.count + 1)) : path
    }
    return (names + job.fetchedParts(after: count)).joined(separator: ", then ")
  }

  private func holdsItsPictures(_ generation: Generation) -> Bool {
    !generation.images.isEmpty
      && generation.images.allSatisfy { access(generation.path(of: $0), F_OK) == 0 }
  }

  private func finish(
    _ generation: inout Generation, keepsAnswer: Bool
  ) throws(StudioError) {
    for state in [Generation.State.receiving, .saving, .saved] { generation.advance(to: state) }
    generation.error = nil
    try job.record(generation)
    if keepsAnswer {
      job.keepOnlyAnswer()
    } else {
      pieces.removeRescued(of: job)
      job.removeParts()
    }
  }

  /// The pictures besides those that the record names, under their names, and what the answer says.
  private func findings(
    besides images: [GeneratedImage]
  ) throws(StudioError) -> (outcome: PicturePublisher.Outcome, contents: AnswerContents) {
    let publisher = PicturePublisher(job: job)
    let known = PicturePublisher.Outcome(images: images).numbers
    var outcome = try named(besides: known)
    let present = known.union(outcome.numbers)
    let contents = try pieces.contents(for: job) { !present.contains($0) }
    var published = publisher.publish(contents.pictures)
    published.refusals = published.refusals + contents.refusals
    // Left for the next start.
    if let refusal = published.refusals.error { throw refusal }
    outcome = outcome + published
    outcome = outcome + (try fetched(besides: known.union(outcome.numbers)))
    return (outcome.hashed(in: job.folder), contents)
  }

  /// Pictures that have their names: `2.png`.
  private func named(
    besides known: Set<Int>
  ) throws(StudioError) -> PicturePublisher.Outcome {
    var outcome = PicturePublisher.Outcome()
    for name in StoreLayout.names(in: job.folder) where OwnedFileGeneration.isPictureName(name) {
      guard !known.contains(PicturePublisher.Outcome.number(name)) else { continue }
      if let image = try PicturePublisher(job: job).adopted(name) {
        outcome.images.append(image)
      } else {
        outcome.foreign.append(name)
      }
    }
    return PicturePublisher.Outcome() + outcome
  }

  /// Pictures that lack only the name: `2.part` where it is whole.
  private func fetched(
    besides known: Set<Int>
  ) throws(StudioError) -> PicturePublisher.Outcome {
    var outcome = PicturePublisher.Outcome()
    for path in job.unnamedPictures where PictureTail.isWhole(path) == true {
      let number = PicturePublisher.Outcome.number(String(path.dropFirst(job.folder.count + 1)))
      guard number > 0, !known.contains(number) else { continue }
      let part = try PartFile(adopting: path)
      outcome =
        outcome
        + PicturePublisher(job: job).publish([.init(number: number, part: part, isWhole: true)])
    }
    return outcome
  }
}
