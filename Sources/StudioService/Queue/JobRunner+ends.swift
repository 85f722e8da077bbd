import FoundationEssentials
import Pictures
import StudioCore

extension JobRunner {
  func save(_ contents: AnswerContents) async throws {
    // What is kept from now on may need the space.
    if !contents.pictures.isEmpty || !published.images.isEmpty { partials.remove() }
    // In memory: the record that says `saving` names the pictures, and comes after them.
    var saving = generation
    if saving.advance(to: .saving) { tell(saving) }
    let isOnItsWay = canBeginDelivery(of: contents)
    if isOnItsWay { beginDelivery(of: contents) }
    let linked = await fetchLinks(of: contents)
    var outcome = publish(contents) + linked.outcome
    // A stream that ended says itself what it lacks.
    if contents.isEventStream, contents.skeleton != nil { deliver(contents) }
    guard !outcome.images.isEmpty else {
      // A caller whose answer broke off might ask, and pay, again: where its bytes are durable the next
      // start makes the pictures of them.
      if isOnItsWay, kept?.sync() == true { deliver(contents) }
      if let failure = outcome.refusals.error ?? linked.failure { throw failure }
      throw AnswerVerdict(contents: contents, outcome: outcome, folder: job.folder)
        .error(provider, generation.answer?.status ?? 200, generation.request.destination)
    }
    deliver(contents)
    outcome = outcome.hashed(in: job.folder)
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: contents, outcome: outcome,
      failedLinks: linked.failedCount, place: answerPlace(after: contents.begun))
    finish(
      generation.keeping(
        outcome, of: contents, shortfall, prices: prices),
      keepsAnswer: shortfall.keepsAnswer)
  }

  /// - Parameter count: pictures that came with the answer itself.
  private func answerPlace(after count: Int) -> String {
    let paths = kept?.refusal == nil ? ["response.part"] : kept?.pieces.paths ?? []
    return (paths + job.fetchedParts(after: count) + rescuedPictures)
      .joined(separator: ", then ")
  }

  /// What the disk refuses is made again, once, from the bytes kept.
  private func publish(_ contents: AnswerContents) -> PicturePublisher.Outcome {
    let publisher = PicturePublisher(job: job)
    var outcome = published + publisher.publish(contents.pictures)
    outcome.refusals = outcome.refusals + contents.refusals
    let again = publisher.publish(readAgain(outcome.refusals.numbers))
    outcome.refusals.numbers.subtract(again.numbers)
    if outcome.refusals.numbers.isEmpty { outcome.refusals.error = nil }
    return outcome + again
  }

  /// The pictures are durable under their names: what the disk refuses from here on is a warning,
  /// and the next start completes the record from the files.
  private func finish(_ whole: Generation, keepsAnswer: Bool) {
    var saved = hidingSecrets(in: whole)
    // Where a caller waits, one record is enough.
    let isNoted = outlet == nil && (try? job.record(saved)) != nil
    saved.advance(to: .saved)
    // Before anybody hears of the end, and may take this process for done.
    if isNoted { tidy(keepsAnswer) }
    if (try? job.note(saved)) == nil {
      // Perhaps for want of space.
      tidy(keepsAnswer)
      do throws(StudioError) {
        try job.record(saved)
      } catch {
        saved.warnings.append(
          "The pictures are kept, and the record is not written: \(error.message) "
            + "The next start of Easel completes it.")
      }
    } else if !isNoted {
      tidy(keepsAnswer)
    }
    tell(saved)
  }

  private func tidy(_ keepsAnswer: Bool) {
    guard keepsAnswer else { return removeParts() }
    kept?.pieces.hide(secrets)
    kept?.sync()
    job.keepOnlyAnswer()
  }

  /// Whether nothing but a disk that fails at the last moment can keep a large answer from being
  /// passed on. A short one goes in one piece.
  private func canBeginDelivery(of contents: AnswerContents) -> Bool {
    guard !contents.isEventStream, let skeleton = contents.skeleton, skeleton.links.isEmpty,
      let kept, kept.short == nil, kept.refusal == nil
    else { return false }
    return !contents.pictures.isEmpty && contents.refusals.numbers.isEmpty
      && contents.pictures.allSatisfy { ImageSignature.sniff($0.part.head) != nil }
  }

  /// The caller takes the answer while its pictures become durable, and has its end when they, or the
  /// bytes that they are in, are.
  private func beginDelivery(of contents: AnswerContents) {
    delivery?.labelJSON()
    delivery?.begin(at: contents.byteCount, after: contents.serviceTime)
  }

  /// The pictures are durable, so that the caller may have the answer: should this process end
  /// before the record says `saved`, the next start finds them in `response.part`.
  private func deliver(_ contents: AnswerContents) {
    if contents.skeleton != nil, var delivery, kept?.refusal == nil {
      if !contents.isEventStream { delivery.labelJSON() }
      delivery.finish(
        at: contents.byteCount, after: contents.serviceTime, bytes: kept?.short)
    } else if contents.skeleton != nil {
      outlet?.fail(
        StudioError(
          kept?.refusal?.code ?? .inputOutput,
          "The service's answer came, and the disk keeps it from being passed on.",
          hint: "Its pictures are in \(job.folder).", mayHaveBeenBilled: true))
    } else {
      outlet?.fail(
        StudioError(
          .badAnswer,
          "The service's answer broke off; the pictures that had arrived whole are kept.",
          hint: "They are in \(job.folder).", mayHaveBeenBilled: true))
    }
  }

  private struct LinkedPictures {
    var outcome = PicturePublisher.Outcome()
    var failure: (any Error)?
    var failedCount = 0
  }

  /// One link that fails must not take the others with it; each picture gets its name at once.
  private func fetchLinks(of contents: AnswerContents) async -> LinkedPictures {
    var linked = LinkedPictures()
    let job = job
    let download = PictureDownload(transport: transport, allowsLoopback: isServiceLocal)
    for (place, link) in (contents.skeleton?.links ?? []).enumerated() {
      let number = contents.begun + place + 1
      do {
        let fetched = try await download.fetch(
          link, into: { try job.openImage(number) },
          orElse: rescue.places(forPicture: number, of: job.id))
        linked.outcome = linked.outcome + publish(fetched, number)
      } catch {
        linked.failure = linked.failure ?? error
        linked.failedCount += 1
      }
    }
    return linked
  }

  /// One that the store's disk refused stays where it is: that is mostly on another file system, from
  /// where no name leads into the store.
  private func publish(
    _ fetched: PictureDownload.Fetched, _ number: Int
  ) -> PicturePublisher.Outcome {
    var outcome = PicturePublisher.Outcome()
    if let refusal = fetched.refusal {
      RescuePlace.makeDurable(fetched.part)
      rescuedPictures.append(fetched.part.path)
      outcome.refusals.note(number, refusal)
      return outcome
    }
    let picture = PictureFiles.Picture(number: number, part: fetched.part, isWhole: true)
    let publisher = PicturePublisher(job: job)
    outcome = publisher.publish([picture])
    // Once more: it may pass.
    return outcome.refusals.numbers.isEmpty ? outcome : publisher.publish([picture])
  }

  func conclude(_ error: any Error) {
    // The record says already what is true of a job that nobody works on.
    if stopReason == .left, generation.state == .waiting, !generation.callerWaits { return }
    let ending = ending(after: error)
    // By evidence, not by state: bytes that may be a picture somebody pays for are kept.
    let isDoubtful = ending.state == .unknown || ending.error.isOfDisk
    let isWorthKeeping = (kept?.count ?? 0) > 0 && (generation.cost != .free || isDoubtful)
    let shown = isWorthKeeping && isDoubtful ? partials.keep(in: job.folder) : nil
    // First, because the record may need the space.
    tidy(isWorthKeeping)
    var ended = generation
    if !ending.hadLeft, ended.answer == nil { (ended.sent, ended.sentAt) = (nil, nil) }
    let left = (kept?.pieces.paths ?? []) + job.unnamedPictures + rescuedPictures
    ended.error =
      isWorthKeeping
      ? ending.error.naming(left, in: job.folder, isWhole: kept?.isWhole ?? true).showing(shown)
      : rules.explained(ending.error, after: generation.refused.count + 1)
    ended.finishedAt = Date()
    if !ending.error.mayHaveBeenBilled { ended.cost = .free }
    do {
      // The second time for an error that passes.
      do { try advance(to: ending.state, ended) } catch { try advance(to: ending.state, ended) }
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
    kept?.pieces.removeRescued(of: job)
  }
}
