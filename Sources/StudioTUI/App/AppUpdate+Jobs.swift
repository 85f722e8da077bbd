import TerminalScreen
import StudioCore

extension AppState {
  mutating func performInJobs(_ command: Command) -> [Effect] {
    switch command {
    case .listDown: selectJob(jobs.selectedRow + 1)
    case .listUp: selectJob(jobs.selectedRow - 1)
    case .listPageDown: selectJob(jobs.selectedRow + layout.jobs.rows)
    case .listPageUp: selectJob(jobs.selectedRow - layout.jobs.rows)
    case .listFirst: selectJob(0)
    case .listLast: selectJob(jobs.rows.count - 1)
    case .jobShow, .listOpen: return openJob()
    case .jobCancel: return cancelJob()
    case .jobRecall:
      if let job = jobs.selection { recall(job, prompt: true, settings: true) }
    case .imageNext: return stepPreview(1)
    case .imagePrevious: return stepPreview(-1)
    case .viewerOpen: openViewer()
    case .back: goToStudio(.prompt)
    default: break
    }
    return []
  }

  /// Selects a row and shows it in the preview.
  mutating func selectJob(_ row: Int) {
    jobs.select(row)
    if let job = jobs.selection { preview.choose(job) }
  }

  /// The selected row is what the preview shows: the row of what is shown already, else the
  /// selected one is shown.
  mutating func matchJobsAndPreview() {
    let shown = preview.generation?.id
    selectJob(jobs.rows.firstIndex { $0.id == shown } ?? jobs.selectedRow)
  }

  private mutating func openJob() -> [Effect] {
    guard let job = jobs.selection else { return [] }
    preview.choose(job)
    if jobs.isHeld(job.id) {
      ask(.resume([job.id]))
    } else if job.state == .unknown {
      ask(.sendAgain(job))
    } else if preview.image != nil {
      openViewer()
    }
    return []
  }

  private mutating func cancelJob() -> [Effect] {
    guard let job = jobs.selection else { return [] }
    guard job.state.isJob else {
      jobs.dismiss(job.id)
      return []
    }
    guard job.state.mayHaveLeft else {
      answerQuestions(about: [job.id])
      return [.cancel(job.id)]
    }
    ask(.cancel(job.id))
    return []
  }

  /// Sends the same request again; after asking, unless it is certain that nothing was generated.
  mutating func retry() -> [Effect] {
    guard let generation = shownGeneration else { return [] }
    if jobs.host(ofHeld: generation.id) != nil {
      ask(.resume([generation.id]))
      return []
    }
    if jobs.isHeld(generation.id) { return sendHeld([generation.id]) }
    if generation.state.isJob { return remark("This job is still under way.") }
    if generation.state == .failed, generation.error?.mayHaveBeenBilled != true {
      return sendAgain(generation)
    }
    ask(.sendAgain(generation))
    return []
  }

  /// Sends jobs that nobody works on: nothing of them was sent, so there is nothing to ask.
  mutating func sendHeld(_ ids: [GenerationID]) -> [Effect] {
    tell(ids.count == 1 ? "1 job that waited goes on." : "\(ids.count) jobs that waited go on.")
    answerQuestions(about: ids)
    // At once: what has been decided is not asked about again before the news of it comes.
    jobs.release(ids)
    return [.resume(ids)]
  }

  /// What the person has just decided, the question of the start need not ask any more.
  private mutating func answerQuestions(about ids: [GenerationID]) {
    dialogs.removeAll { dialog in
      guard case .question(let question) = dialog, case .resume(let asked) = question.subject
      else { return false }
      return asked.allSatisfy { ids.contains($0) || !jobs.isHeld($0) }
    }
  }

  mutating func sendAgain(_ generation: Generation) -> [Effect] {
    var request = generation.request
    request.requestID = nextRequestID()
    if place != .studio { tell("Sent again as a new request; the studio shows it among the jobs.") }
    return submit(request)
  }

  // MARK: The preview

  mutating func performInPreview(_ command: Command) -> [Effect] {
    switch command {
    case .imageNext, .viewerRight, .viewerDown, .listDown: return stepPreview(1)
    case .imagePrevious, .viewerLeft, .viewerUp, .listUp: return stepPreview(-1)
    case .listOpen, .viewerOpen: openViewer()
    case .historyCopyPath: return copyPath(preview.imagePath)
    case .back: goToStudio(.prompt)
    default: break
    }
    return []
  }

  /// The next or previous picture: of the same generation, then of the jobs' list.
  mutating func stepPreview(_ step: Int) -> [Effect] {
    if preview.step(step) { return [] }
    let shown = jobs.rows.filter { !$0.images.isEmpty }
    guard let place = shown.firstIndex(where: { $0.id == preview.generation?.id }),
      shown.indices.contains(place + step)
    else {
      return remark(
        step > 0 ? "This is the last picture; F3 shows all." : "This is the first picture.")
    }
    preview.choose(shown[place + step])
    if step < 0 { preview.goToLastImage() }
    return []
  }

  mutating func copyPath(_ path: String?) -> [Effect] {
    guard let path else { return remark("There is no picture to copy the path of.") }
    tell("The path is on the clipboard: \(path)")
    return [.copy(path)]
  }
}
