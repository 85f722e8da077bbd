import StudioCore
import TerminalScreen

/// A generation without a picture, in words: how far it is, or what went wrong, whose side it is
/// on, whether it was billed, and what to do next.
struct GenerationCard {
  private let state: AppState
  private let generation: Generation

  init(state: AppState, generation: Generation) {
    self.state = state
    // The list of jobs learns first how far one is.
    self.generation = state.jobs[generation.id] ?? generation
  }

  /// One row of the card: a label, and text that may take several rows.
  private struct Fact {
    var label: String
    var text: String
    var role: Role = .text
    /// How much of it is done, where that is known.
    var fraction: Double?
  }

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    let headingRows = rect.rows > 12 ? 2 : 1
    let wide = rect.inset(rows: 0, columns: rect.columns > 50 ? 2 : 0)
    let roomy = wide.inset(rows: rect.rows > 10 ? 1 : 0, columns: 0)
    let isTight = !fits(facts, in: roomy.splitTop(headingRows).rest)
    let area = isTight ? wide : roomy
    var heading = StyledLine("\(generation.state.glyph) ", generation.state.role)
    heading.add(title, generation.state.role)
    heading.draw(into: &buffer, rect: area, theme: state.theme)
    let below = area.splitTop(isTight ? 1 : headingRows).rest
    if isTight {
      drawTight(into: &buffer, rect: below)
    } else {
      drawRoomy(into: &buffer, rect: below, gap: rect.rows > 16 ? 1 : 0)
    }
  }

  private static func labelColumns(_ rect: Rect) -> Int { rect.columns >= 44 ? 14 : 12 }

  /// Whether there is room for a column of labels. The prompt, the last, may be cut.
  private func fits(_ facts: [Fact], in rect: Rect) -> Bool {
    let columns = rect.columns - Self.labelColumns(rect)
    let rows = facts.dropLast().reduce(0) { $0 + Self.rows($1.text, columns) }
    return rows < rect.rows
  }

  private static func rows(_ text: String, _ columns: Int) -> Int {
    DisplayText(text).wrapped(columns: columns).count
  }

  private func drawRoomy(into buffer: inout CellBuffer, rect: Rect, gap: Int) {
    let labelColumns = Self.labelColumns(rect)
    var rest = rect
    for fact in facts where rest.rows > 0 {
      StyledLine(fact.label, .dim).draw(
        into: &buffer, rect: rest.splitLeft(labelColumns - 1).left, theme: state.theme)
      let used = buffer.paragraph(
        fact.text, in: rest.splitLeft(labelColumns).rest, style: state.theme[fact.role])
      if let fraction = fact.fraction {
        let room = rest.splitLeft(labelColumns + DisplayText(fact.text).columns + 2).rest
        Meter(fraction: fraction).draw(
          into: &buffer, rect: room.splitLeft(24).left, theme: state.theme)
      }
      rest = rest.splitTop(max(1, used) + gap).rest
    }
  }

  /// The labels before the texts, which go on below them. Facts stand in the order of what they
  /// matter: one that does not fit is left out whole, with those behind it, unless it is the first.
  private func drawTight(into buffer: inout CellBuffer, rect: Rect) {
    var rest = rect
    for (index, fact) in facts.enumerated() {
      let label = DisplayText(fact.label + ": ")
      let text = label.string + fact.text
      let isLast = index == facts.count - 1
      guard rest.rows > 0, index == 0 || isLast || Self.rows(text, rest.columns) <= rest.rows
      else { return }
      let used = buffer.paragraph(text, in: rest, style: state.theme[fact.role])
      StyledLine(label.string, .dim).draw(
        into: &buffer, rect: rest.splitLeft(label.columns).left, theme: state.theme)
      rest = rest.splitTop(max(1, used)).rest
    }
  }

  private var title: String {
    switch generation.state {
    case .failed: "No picture was made"
    case .unknown: "Outcome unknown"
    case .cancelled: "Cancelled"
    case .saved: "Saved, without a picture"
    default: state.jobs.isHeld(generation.id) ? "on hold" : generation.state.phase
    }
  }

  private var facts: [Fact] {
    switch generation.state {
    case .failed: failureFacts
    case .unknown: unknownFacts
    case .cancelled: cancelledFacts
    default: progressFacts
    }
  }

  // MARK: Under way

  private var progressFacts: [Fact] {
    let text = JobText(
      generation, progress: state.jobs.progress(of: generation.id), now: state.now)
    let destination = generation.request.destination.path.joined(separator: " › ")
    if state.jobs.isHeld(generation.id) { return heldFacts }
    return [refusal ?? Fact(label: "time", text: time(text))] + arrived + [
      Fact(label: "cancel", text: keyInJobs(.jobCancel)),
      Fact(label: "destination", text: destination), prompt,
    ]
  }

  private var heldFacts: [Fact] {
    [
      Fact(
        label: "happened",
        text: state.jobs.host(ofHeld: generation.id).map {
          "It was asked for on \($0), and may be under way there."
        } ?? "The Easel that took it on ended. No picture was begun or billed."
      ),
      Fact(label: "send", text: keyInJobs(.jobRetry)),
      Fact(label: "cancel", text: keyInJobs(.jobCancel)), prompt,
    ]
  }

  /// What the service said, and when the request is sent again.
  private var refusal: Fact? {
    guard let resend = generation.resend, let error = generation.refused.last?.error else {
      return nil
    }
    let seconds = resend.seconds(from: state.now)
    let time = state.localTime.full(resend.at, now: state.now)
    let which = "(\(resend.number) of \(resend.limit))"
    return Fact(
      label: "refused",
      text: error.message
        + (seconds > 0
          ? " It is sent again in \(JobText.clock(Double(seconds))) \(which), at \(time)."
          : " It is sent again now \(which)."))
  }

  private func time(_ text: JobText) -> String {
    guard generation.state.isRunning, generation.sentAt != nil else { return "not begun" }
    guard
      state.estimate.asked?.destination == generation.request.destination,
      let usual = state.estimate.answer?.typicalSeconds
    else { return text.elapsed }
    return "\(text.elapsed) · usually \(Int(usual.rounded())) s here"
  }

  private var arrived: [Fact] {
    guard let progress = state.jobs.progress(of: generation.id), progress.bytesReceived > 0
    else { return [] }
    if let steps = progress.steps {
      return [
        Fact(
          label: "made", text: "\(steps.done) of \(steps.total) steps",
          fraction: Double(steps.done) / Double(steps.total))
      ]
    }
    let bytes = Format.bytes(progress.bytesReceived).string
    guard let whole = progress.bytesExpected, whole > 0 else {
      return [Fact(label: "received", text: bytes)]
    }
    return [
      Fact(
        label: "received", text: "\(bytes) of \(Format.bytes(whole))",
        fraction: Double(progress.bytesReceived) / Double(whole))
    ]
  }

  // MARK: Ended

  private var failureFacts: [Fact] {
    guard let error = generation.error else { return [prompt] }
    var facts = [Fact(label: "happened", text: error.message)]
    if let hint = error.hint { facts.append(Fact(label: "next", text: hint)) }
    facts.append(billed(error.mayHaveBeenBilled))
    if error.isRetryable { facts.append(Fact(label: "again", text: again(error))) }
    facts.append(
      Fact(label: "whose side", text: error.side(generation.request.destination.provider)))
    if let reference = error.reference {
      facts.append(Fact(label: "support", text: reference, role: .dim))
    }
    return facts + [prompt]
  }

  private func again(_ error: StudioError) -> String {
    guard let date = error.retryAt else { return "\(keyInJobs(.jobRetry)), later" }
    guard date > state.now else { return "\(keyInJobs(.jobRetry)), now" }
    return "\(keyInJobs(.jobRetry)), from \(state.localTime.full(date, now: state.now)) on"
  }

  private func billed(_ perhaps: Bool) -> Fact {
    perhaps
      ? Fact(label: "billed", text: "Perhaps. The service may have made a picture.", role: .warning)
      : Fact(label: "billed", text: "No.")
  }

  private var unknownFacts: [Fact] {
    [
      Fact(
        label: "happened",
        text: generation.error?.message ?? "The request left and no complete answer came."),
      Fact(
        label: "billed", text: "Perhaps. The service cannot be asked what became of it.",
        role: .warning),
      Fact(
        label: "again",
        text: "\(keyInJobs(.jobRetry)): asks first, as it may be billed twice."),
    ] + (generation.error?.hint.map { [Fact(label: "next", text: $0)] } ?? []) + [prompt]
  }

  private var cancelledFacts: [Fact] {
    [billed(generation.error?.mayHaveBeenBilled ?? (generation.sentAt != nil)), prompt]
  }

  private var prompt: Fact { Fact(label: "prompt", text: generation.request.prompt, role: .dim) }

  /// `press s` where the key works here, else `s in Jobs`.
  private func keyInJobs(_ command: Command) -> String {
    if let key = state.keymap.chords(for: command, in: state.contexts).first {
      return "press \(key)"
    }
    let key = state.keymap.chords(for: command, in: [.jobs]).first
    return key.map { "\($0) in Jobs" } ?? "in Jobs"
  }
}

extension StudioError {
  /// Who can do something about it.
  fileprivate func side(_ provider: ProviderID) -> String {
    switch code {
    case .badUsage, .invalidRequest, .contentPolicy: "The request's: change it and try again."
    case .badConfiguration, .credentialsMissing, .credentialsRejected, .permissionDenied,
      .deploymentNotFound, .modelNotFound, .notAnImageModel, .routeNotFound, .redirected,
      .spendingLimit:
      "The configuration's, here or at \(provider.displayName)."
    case .rateLimited, .busy, .resourceBlocked, .imagesUnsupported, .serverFailure, .emptyAnswer,
      .badAnswer:
      "\(provider.displayName)’s."
    case .unreachable, .timedOut, .outcomeUnknown:
      "The connection between here and \(provider.displayName)."
    case .cancelled, .interrupted: "Nobody’s: it was stopped."
    case .notFound, .cannotCreate, .diskFull, .inputOutput: "This machine’s."
    }
  }
}
