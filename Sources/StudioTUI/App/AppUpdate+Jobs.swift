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
    case .jobRetry: return retryJob()
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

  private mutating func openJob() -> [Effect] {
    guard let job = jobs.selection else { return [] }
    preview.choose(job)
    if job.state == .unknown { return askAboutUnknown(job) }
    if preview.image != nil { openViewer() }
    return []
  }

  private mutating func cancelJob() -> [Effect] {
    guard let job = jobs.selection else { return [] }
    guard job.state.isJob else {
      jobs.dismiss(job.id)
      return []
    }
    guard job.state.mayHaveLeft else { return [.cancel(job.id)] }
    ask(
      "Cancel this job?",
      [
        job.cost == .free
          ? "Its request has left; what has been made of it so far is lost. It costs nothing."
          : "Its request has left. The service may finish the picture and bill it all the same."
      ],
      [
        .init(label: "Go on", action: .stay),
        .init(label: "Cancel the job", action: .cancel(job.id)),
      ])
    return []
  }

  /// Sends the same request again; after asking, unless it is certain that nothing was generated.
  private mutating func retryJob() -> [Effect] {
    guard let job = jobs.selection else { return [] }
    switch job.state {
    case .failed where job.error?.mayHaveBeenBilled != true:
      return submit(repeated(job.request))
    case .unknown: return askAboutUnknown(job)
    case .cancelled, .failed, .saved:
      ask(
        "Send again?", ["This is a new request: \(priceOf(job))."],
        [
          .init(label: "Leave it", action: .stay),
          .init(label: "Send again", action: .sendAgain(job)),
        ])
    default: return remark("This job is still under way.")
    }
    return []
  }

  private func priceOf(_ job: Generation) -> String {
    guard let amount = job.cost.amount else { return "it may be billed" }
    return amount == 0 ? "it costs nothing" : "it may be billed, about \(Format.money(amount))"
  }

  /// Neither service can be asked what became of a request: only the person can decide.
  mutating func askAboutUnknown(_ job: Generation) -> [Effect] {
    ask(
      "Outcome unknown",
      [
        "The request left and no complete answer came. The service may have made the picture and billed it; there is no way to ask.",
        "Sending again may be billed twice"
          + (job.cost.amount.map { ": about \(Format.money($0)) more." } ?? "."),
      ],
      [
        .init(label: "Leave it", action: .stay),
        .init(label: "Take it off the list", action: .dismiss(job.id)),
        .init(label: "Send again (may be billed twice)", action: .sendAgain(job)),
      ])
    return []
  }

  mutating func ask(_ title: String, _ lines: [String], _ choices: [Question.Choice]) {
    dialogs.append(.question(Question(title: title, lines: lines, choices: choices)))
  }

  // MARK: The preview

  mutating func performInPreview(_ command: Command) -> [Effect] {
    switch command {
    case .imageNext, .listDown: return stepPreview(1)
    case .imagePrevious, .listUp: return stepPreview(-1)
    case .listOpen, .viewerOpen: openViewer()
    case .historyRecall:
      if let shown = preview.generation { recall(shown, prompt: true, settings: true) }
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
