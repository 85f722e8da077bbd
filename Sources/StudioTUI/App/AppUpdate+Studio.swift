import StudioCore

import struct FoundationEssentials.Date

extension AppState {
  /// Something happened in the studio.
  mutating func take(_ event: StudioEvent) -> [Effect] {
    switch event {
    case .changed(let generation): note(generation)
    case .progress(let progress): take(progress)
    case .historyChanged:
      history.window.invalidate()
      return [.loadJobs]
    }
    return []
  }

  private mutating func take(_ progress: JobProgress) {
    let before = jobs.progress(of: progress.id)?.partial
    jobs.take(progress)
    guard let job = jobs[progress.id], job.state.isJob, progress.partial != before else { return }
    if let before { drawings.forget(before.path) }
    preview.notePartial(of: job)
  }

  /// A record is new or changed: every place that shows it learns of it.
  private mutating func note(_ generation: Generation) {
    let known = jobs[generation.id]
    history.window.note(generation)
    // A mark on an old picture, set through another door, is no news here.
    guard known != nil || generation.state.isJob || isFromToday(generation) else { return }
    let partial = jobs.progress(of: generation.id)?.partial
    jobs.take(generation)
    if let partial, !generation.state.isJob { drawings.forget(partial.path) }
    preview.note(jobs[generation.id] ?? generation)
    if isFromToday(generation) { spending.note(generation) }
    // A picture from there: what was said of the place is out of date.
    if generation.state == .saved, generation.request.destination == desk.destination,
      case .unavailable = standing
    {
      (offers, wereOffersAsked) = ([], false)
    }
    if known?.state.isJob == true, generation.state == .saved { estimate.asked = nil }
  }

  private func isFromToday(_ generation: Generation) -> Bool {
    localTime.day(generation.createdAt) == localTime.day(now)
  }

  /// An effect has come back.
  mutating func take(_ result: EffectResult) -> [Effect] {
    switch result {
    case .desk(let draft, let destination): open(draft, standard: destination)
    case .promptHistory(let prompts): promptHistory = prompts
    case .jobs(.success(let current)): for job in current { jobs.take(job) }
    case .jobs(.failure(let error)): complain(error)
    case .leftJobs(.success(let left)): return take(left: left)
    case .leftJobs(.failure(let error)): complain(error)
    case .resumed(let ids, .success(let resumption)):
      jobs.holdAgain(ids.filter { !resumption.taken.contains($0) })
      if let refusal = resumption.refusals.first { complain(refusal) }
    case .resumed(let ids, .failure(let error)):
      jobs.holdAgain(ids)
      complain(error)
    case .recent(let page):
      take(recent: page)
      for words in [page.unreadableWords, page.unwrittenWords].compactMap(\.self) {
        warnings.add(words)
      }
    case .offers(let offers): take(offers)
    case .offersEnded: isAskingOffers = false
    case .estimate(let answer, let request):
      if estimate.asked == .init(request) { estimate.answer = answer }
    case .submitted(let request, let answer): take(answer, to: request)
    case .cancelled(_, .failure(let error)): complain(error)
    case .cancelled(_, .success): break
    case .history(let read, let answer): history.window.take(read, answer)
    case .drawing(let request, let state): drawings.take(request, state)
    case .edited(.success(let text)):
      if text != desk.editor.text { desk.editor.replaceAll(with: text) }
      return complainOfLength()
    case .edited(.failure(let failure)): message = Message(kind: .problem, text: failure.message)
    }
    return []
  }

  /// Jobs that nobody works on: sent, or asked about, as the person has set. Those of another machine
  /// are always asked about. A question waits below a dialog that is open.
  private mutating func take(left: LeftJobs) -> [Effect] {
    jobs.hold(left)
    let asked = (resume == .yes ? left.elsewhere : left.all).map(\.id)
    if !asked.isEmpty { dialogs.insert(.question(Question(subject: .resume(asked))), at: 0) }
    let sent = resume == .yes ? left.here.map(\.id) : []
    return sent.isEmpty ? [] : sendHeld(sent)
  }

  /// The newest generations: the last picture for the preview, costs, and open questions of today.
  private mutating func take(recent page: HistoryPage) {
    for generation in page.generations where isFromToday(generation) {
      spending.note(generation)
      if generation.state == .unknown { jobs.take(generation) }
    }
    if preview.generation?.state.isJob != false,
      let newest = page.generations.first(where: { $0.state == .saved })
    {
      preview.note(newest)
    }
  }

  private mutating func take(
    _ answer: Result<[Generation], StudioError>, to request: GenerationRequest
  ) {
    submitting.removeAll { $0.requestID == request.requestID }
    switch answer {
    case .failure(let error): complain(error)
    case .success(let generations): for generation in generations { note(generation) }
    }
  }
}

extension EstimateLine.Question {
  init(_ request: GenerationRequest) {
    self.init(destination: request.destination, parameters: request.parameters)
  }
}
