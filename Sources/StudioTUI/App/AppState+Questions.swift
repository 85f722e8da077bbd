import StudioCore
import TerminalScreen

import struct FoundationEssentials.Date

extension AppState {
  /// What a question says now.
  func text(of question: Question) -> Question.Text {
    switch question.subject {
    case .quit: quitText
    case .cancel(let id): cancelText(id)
    case .sendAgain(let generation):
      generation.state == .unknown ? unknownText(generation) : sendAgainText(generation)
    case .resume(let ids): heldText(ids.filter { jobs.isHeld($0) })
    }
  }

  /// With what the person has to know of jobs that may be under way on another machine.
  private func heldText(_ ids: [GenerationID]) -> Question.Text {
    var text = resumeText(ids)
    let hosts = Set(ids.compactMap(jobs.host(ofHeld:))).sorted()
    guard let host = hosts.first else { return text }
    let count = ids.count { jobs.host(ofHeld: $0) != nil }
    let place = hosts.count == 1 ? host : "\(host) and elsewhere"
    if count == ids.count, !text.lines.isEmpty {
      // What is true of a process that is gone is not known of that one.
      text.lines[0] =
        count == 1
        ? "1 job is recorded as waiting." : "\(count) jobs are recorded as waiting."
    }
    text.lines.append(
      "\(count == ids.count ? "Asked" : "\(count) asked") for on \(place). If Easel still runs "
        + "there, it may be sent twice.")
    return text
  }

  /// Pictures that are being made or wait to be, and requests on their way into the store.
  var unfinished: Int {
    let recorded = Set(jobs.rows.map(\.request.requestID))
    return jobs.running + jobs.waiting
      + submitting.count { !recorded.contains($0.requestID) }
  }

  /// It does not close itself when nothing is left: the key that is about to answer it would go to
  /// the prompt, and Enter means something else there.
  private var quitText: Question.Text {
    let line =
      switch unfinished {
      case 0:
        "Everything is finished now. What was made is kept and listed in the history; nothing has to be waited for."
      case 1:
        "1 picture is being made. It will be finished in the background and be here when you come back."
      case let count:
        "\(count) pictures are being made. They will be finished in the background and be here when you come back."
      }
    return Question.Text(
      title: "Quit?", lines: [line],
      choices: [.init(label: "Quit", action: .quit), .init(label: "Stay", action: .stay)])
  }

  /// What a key does that was meant for the prompt must be harmless: nothing is sent by Enter alone.
  private func resumeText(_ ids: [GenerationID]) -> Question.Text {
    let title = "Send what was waiting?"
    guard !ids.isEmpty else {
      return Question.Text(
        title: title, lines: ["Nothing waits any more: it was sent, or cancelled."],
        choices: [.init(label: "Go on", action: .stay)])
    }
    let isOne = ids.count == 1
    let costs = ids.map { jobs[$0]?.cost.amount }
    let sum = costs.reduce(0) { $0 + ($1 ?? 0) }
    let price =
      costs.contains(nil)
      ? "Sending \(isOne ? "it" : "them") may cost something"
      : sum == 0
        ? "Sending \(isOne ? "it" : "them") costs nothing"
        : "Sending \(isOne ? "it" : "them") costs about \(Format.money(sum))"
    return Question.Text(
      title: title,
      lines: [
        isOne
          ? "1 job was waiting when Easel ended. It was not begun or billed."
          : "\(ids.count) jobs were waiting when Easel ended. None was begun or billed.",
        "\(price).",
      ] + named(ids),
      choices: [
        .init(label: "Not now", action: .stay),
        .init(label: isOne ? "Send it" : "Send them", action: .resume(ids)),
        .init(label: isOne ? "Cancel it" : "Cancel them", action: .cancelAll(ids)),
      ])
  }

  /// The first of several jobs, and how many more there are: `“fox in the snow” and 2 more`, then
  /// how old it is and where it goes.
  private func named(_ ids: [GenerationID]) -> [String] {
    guard let first = ids.lazy.compactMap({ jobs[$0] }).first else { return [] }
    let prompt = DisplayText(first.request.prompt).truncated(columns: 44)
    let place = first.request.destination.path.joined(separator: " › ")
    let age = Format.age(now.timeIntervalSince(first.createdAt))
    return [
      "“\(prompt)”" + (ids.count > 1 ? " and \(ids.count - 1) more" : ""), "\(age) · \(place)",
    ]
  }

  private func cancelText(_ id: GenerationID) -> Question.Text {
    let title = "Cancel this job?"
    guard let job = jobs[id], job.state.isJob else {
      let end = jobs[id].map { ": \($0.state.phase)" } ?? ""
      return Question.Text(
        title: title, lines: ["There is nothing to cancel any more: it has ended\(end)."],
        choices: [.init(label: "Go on", action: .stay)])
    }
    return Question.Text(
      title: title,
      lines: [
        job.cost == .free
          ? "Its request has left; what has been made of it so far is lost. It costs nothing."
          : "Its request has left. The service may finish the picture and bill it all the same."
      ],
      choices: [
        .init(label: "Go on", action: .stay),
        .init(label: "Cancel the job", action: .cancel(id)),
      ])
  }

  private func sendAgainText(_ generation: Generation) -> Question.Text {
    let price =
      switch generation.cost.amount {
      case .none: "it may be billed"
      case .some(0): "it costs nothing"
      case .some(let amount): "it may be billed, about \(Format.money(amount))"
      }
    return Question.Text(
      title: "Send again?", lines: ["This is a new request: \(price)."],
      choices: [
        .init(label: "Leave it", action: .stay),
        .init(label: "Send again", action: .sendAgain(generation)),
      ])
  }

  /// Neither service can be asked what became of a request: only the person can decide.
  private func unknownText(_ generation: Generation) -> Question.Text {
    let price = generation.cost.amount.map { ": about \(Format.money($0)) more." } ?? "."
    let listed =
      jobs[generation.id] == nil
      ? []
      : [Question.Choice(label: "Take it off the list", action: .dismiss(generation.id))]
    return Question.Text(
      title: "Outcome unknown",
      lines: [
        "The request left and no complete answer came. The service may have made the picture and billed it; there is no way to ask.",
        "Sending again may be billed twice\(price)",
      ],
      choices: [.init(label: "Leave it", action: .stay)] + listed + [
        .init(label: "Send again (may be billed twice)", action: .sendAgain(generation))
      ])
  }
}
