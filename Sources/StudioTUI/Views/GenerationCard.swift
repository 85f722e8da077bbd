import StudioCore
import TerminalScreen

/// A generation without a picture, in words: how far it is, or what went wrong, whose side it is
/// on, whether it was billed, and what to do next.
struct GenerationCard {
  let state: AppState
  let generation: Generation

  /// One row of the card: a label, and text that may take several rows.
  private struct Fact {
    var label: String
    var text: String
    var role: Role = .text
  }

  func draw(into buffer: inout CellBuffer, rect: Rect) {
    let headingRows = rect.rows > 12 ? 2 : 1
    let wide = rect.inset(rows: 0, columns: rect.columns > 50 ? 2 : 0)
    let roomy = wide.inset(rows: rect.rows > 10 ? 1 : 0, columns: 0)
    let isTight = isTight(roomy.splitTop(headingRows).rest)
    let area = isTight ? wide : roomy
    var heading = StyledLine("\(generation.state.glyph) ", generation.state.role)
    heading.add(title, generation.state.role)
    heading.draw(into: &buffer, rect: area, theme: state.theme)
    var rest = area.splitTop(headingRows).rest
    for fact in facts where rest.rows > 0 {
      let used =
        isTight
        ? drawInLine(fact, into: &buffer, rect: rest) : draw(fact, into: &buffer, rect: rest)
      rest = rest.splitTop(used + (rect.rows > 16 ? 1 : 0)).rest
    }
  }

  private static func labelColumns(_ rect: Rect) -> Int { rect.columns >= 44 ? 14 : 12 }

  /// Whether a column for labels would take the room of facts. The prompt, the last, may be cut.
  private func isTight(_ rect: Rect) -> Bool {
    let columns = rect.columns - Self.labelColumns(rect)
    let rows = facts.dropLast().map { DisplayText($0.text).wrapped(columns: columns).count }
    return rows.reduce(0, +) > rect.rows
  }

  /// The label before the text, which goes on below it.
  private func drawInLine(_ fact: Fact, into buffer: inout CellBuffer, rect: Rect) -> Int {
    let label = DisplayText(fact.label + ": ")
    let used = buffer.paragraph(
      label.string + fact.text, in: rect, style: state.theme[fact.role])
    StyledLine(label.string, .dim).draw(
      into: &buffer, rect: rect.splitLeft(label.columns).left, theme: state.theme)
    return max(1, used)
  }

  private func draw(_ fact: Fact, into buffer: inout CellBuffer, rect: Rect) -> Int {
    let labelColumns = Self.labelColumns(rect)
    StyledLine(fact.label, .dim).draw(
      into: &buffer, rect: rect.splitLeft(labelColumns - 1).left, theme: state.theme)
    return max(
      1,
      buffer.paragraph(
        fact.text, in: rect.splitLeft(labelColumns).rest, style: state.theme[fact.role]))
  }

  private var title: String {
    switch generation.state {
    case .failed: "No picture was made"
    case .unknown: "Outcome unknown"
    case .cancelled: "Cancelled"
    case .saved: "Saved, without a picture"
    default: generation.state.phase
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
    return [Fact(label: "time", text: time(text))] + arrived
      + [
        Fact(
          label: "destination", text: generation.request.destination.path.joined(separator: " › ")),
        Fact(label: "prompt", text: generation.request.prompt),
      ]
  }

  private func time(_ text: JobText) -> String {
    guard let usual = state.estimate.answer?.typicalSeconds, generation.state.isRunning else {
      return text.elapsed
    }
    return "\(text.elapsed) · usually \(Int(usual.rounded())) s here"
  }

  private var arrived: [Fact] {
    guard let progress = state.jobs.progress(of: generation.id), progress.bytesReceived > 0
    else { return [] }
    let bytes = Format.bytes(progress.bytesReceived).string
    let whole = progress.bytesExpected.map { " of \(Format.bytes($0).string)" } ?? ""
    return [Fact(label: "received", text: bytes + whole)]
  }

  // MARK: Ended

  private var failureFacts: [Fact] {
    guard let error = generation.error else { return [prompt] }
    var facts = [Fact(label: "happened", text: error.message)]
    facts.append(
      Fact(label: "whose side", text: error.side(generation.request.destination.provider)))
    facts.append(billed(error.mayHaveBeenBilled))
    if let hint = error.hint { facts.append(Fact(label: "next", text: hint)) }
    if error.isRetryable { facts.append(Fact(label: "again", text: again(error))) }
    if let reference = error.reference {
      facts.append(Fact(label: "support", text: reference, role: .dim))
    }
    return facts + [prompt]
  }

  private func again(_ error: StudioError) -> String {
    guard let date = error.retryAt else { return "The same request may work later: s in Jobs." }
    return
      "The same request may work from \(state.localTime.full(date, now: state.now)) on: s in Jobs."
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
        label: "next",
        text: "Enter in Jobs: leave it, or send it again, which may be billed twice."),
    ] + (generation.error?.hint.map { [Fact(label: "hint", text: $0)] } ?? []) + [prompt]
  }

  private var cancelledFacts: [Fact] {
    [billed(generation.sentAt != nil), prompt]
  }

  private var prompt: Fact { Fact(label: "prompt", text: generation.request.prompt, role: .dim) }
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
