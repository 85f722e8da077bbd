import StudioCore

/// The state and the error in which a job ends, told apart by evidence: had the request left, did
/// a complete answer come, and what did it say.
struct JobEnding {
  let state: Generation.State
  let error: StudioError
  /// False where it is certain that not a byte of the request did.
  let hadLeft: Bool

  /// - Parameter refusals: requests of the job before this one.
  init(
    error: any Error, state: Generation.State, stopReason: JobRunner.StopReason?, isFree: Bool,
    provider: ProviderID, refusals: Int = 0
  ) {
    let hadLeft = state.mayHaveLeft && !Self.nothingLeft(error)
    self.hadLeft = hadLeft
    var ended = Self.studioError(error, hadLeft: hadLeft, provider: provider)
    if let stopReason, !(error is StudioError) {
      ended = Self.stopped(stopReason, hadLeft: hadLeft, isRepeated: refusals > 0)
    }
    if isFree { ended = Self.unbilled(ended) }
    self.error = ended
    self.state = Self.state(
      after: error, ended, hadLeft: hadLeft, stopReason: stopReason, isFree: isFree)
  }

  /// The exchange that ended so let nothing out; one before it, if any, was refused for certain.
  private static func nothingLeft(_ error: any Error) -> Bool {
    switch error {
    case TransportError.notConnected, TransportError.notSent: true
    default: false
    }
  }

  /// Where nothing is ever billed, nothing is said of bills.
  private static func unbilled(_ error: StudioError) -> StudioError {
    var error = error
    error.mayHaveBeenBilled = false
    if error.hint == billHint { error.hint = "It may have been made; sending it again is free." }
    return error
  }

  private static let billHint =
    "The service may have made and billed the picture, and cannot be asked. "
    + "Sending it again may bill it twice."

  private static func state(
    after error: any Error, _ ended: StudioError, hadLeft: Bool,
    stopReason: JobRunner.StopReason?, isFree: Bool
  ) -> Generation.State {
    if stopReason == .cancelled, !(error is StudioError) { return .cancelled }
    guard hadLeft else { return .failed }
    if error is StudioError {
      // An answer that came whole and holds no picture is a failure, whatever it cost. A refusal is
      // one where the provider says that nothing was made.
      if ended.code == .emptyAnswer || ended.code == .contentPolicy { return .failed }
      // Our own disk failed; where nothing is billed there is no doubt to settle.
      if isFree, ended.isOfDisk { return .failed }
      let isOpen = ended.mayHaveBeenBilled || ended.code == .timedOut || isUnread(ended)
      return isOpen ? .unknown : .failed
    }
    return .unknown
  }

  /// An answer came that could not be kept or read.
  private static func isUnread(_ error: StudioError) -> Bool {
    error.isOfDisk || error.code == .badAnswer
  }

  private static func studioError(
    _ error: any Error, hadLeft: Bool, provider: ProviderID
  ) -> StudioError {
    switch error {
    case var known as StudioError:
      if hadLeft, isUnread(known) { known.mayHaveBeenBilled = true }
      return known
    case TransportError.notSent(let cause as StudioError): return cause
    case TransportError.notConnected(let reason, let detail):
      return notConnected(reason, detail, provider)
    case TransportError.broken(.timedOut, let detail):
      return unknownOutcome("No complete answer came in time: \(detail).")
    case TransportError.broken(_, let detail):
      return unknownOutcome("No complete answer came: \(detail).")
    default:
      return hadLeft
        ? unknownOutcome("No complete answer came.")
        : .unsent(false)
    }
  }

  private static func notConnected(
    _ reason: TransportError.Reason, _ detail: String, _ provider: ProviderID
  ) -> StudioError {
    StudioError(
      .unreachable, "\(provider.displayName) could not be reached: \(detail).",
      hint: hint(reason, provider), isRetryable: true)
  }

  private static func hint(_ reason: TransportError.Reason, _ provider: ProviderID) -> String {
    switch (reason, provider) {
    case (.nameNotFound, .azure):
      "The host name is the resource's name: check AZURE_OPENAI_ENDPOINT. Nothing was sent."
    case (.nameNotFound, .ollama):
      "Check OLLAMA_HOST, which is read as host:port. Nothing was sent."
    case (.refused, .ollama):
      "Is the server running (ollama serve), and is OLLAMA_HOST right? Nothing was sent."
    case (.tls, _):
      "Check the host, the clock and the certificates (SSL_CERT_FILE). Nothing was sent."
    case (.nameNotFound, _): "Check the host name and the network. Nothing was sent."
    default: "Check the address and the network, then send it again. Nothing was sent."
    }
  }

  private static func unknownOutcome(_ message: String) -> StudioError {
    StudioError(.outcomeUnknown, message, hint: billHint, mayHaveBeenBilled: true)
  }

  private static func stopped(
    _ reason: JobRunner.StopReason, hadLeft: Bool, isRepeated: Bool
  ) -> StudioError {
    switch (reason, hadLeft) {
    case (_, false): .unsent(reason == .cancelled, isRepeated: isRepeated)
    case (.cancelled, true):
      StudioError(
        .cancelled, "Cancelled after the request had left.",
        hint: billHint, mayHaveBeenBilled: true)
    case (_, true):
      unknownOutcome("Easel stopped while the answer was awaited.")
    }
  }
}

extension StudioError {
  /// With the places of what arrived in the hint, unless there are none.
  ///
  /// - Parameters:
  ///   - folder: the generation's own; of what is elsewhere is told how it comes back there.
  ///   - isWhole: false where some of it found no place at all.
  func naming(
    _ paths: [String], in folder: String, isWhole: Bool = true
  ) -> StudioError {
    guard !paths.isEmpty else { return self }
    var named = self
    let what =
      isWhole
      ? Self.keptWords
      : "\(Self.beginningWords), because no disk had room for the rest"
    let kept = "\(what): \(paths.joined(separator: ", then "))."
    let isElsewhere = paths.contains { !$0.hasPrefix(folder + "/") }
    named.hint = [hint, kept, isElsewhere ? Self.takenBack : nil].compactMap { $0 }
      .joined(separator: " ")
    return named
  }

  /// With the place of a file in the hint that shows a part of the picture, if there is one.
  func showing(_ path: String?) -> StudioError {
    guard let path else { return self }
    var named = self
    named.hint = [hint, "What can be shown of it: \(path)."].compactMap { $0 }
      .joined(separator: " ")
    return named
  }

  private static let takenBack =
    "`easel verify --repair` takes it back into the store when there is room."
  private static let keptWords = "What arrived is kept"
  static let beginningWords = "Only the beginning of what arrived is kept"

  /// A hint without what `naming` put at its end.
  static func withoutPlaces(_ hint: String) -> String {
    let places = [keptWords, beginningWords].compactMap { hint.firstRange(of: $0)?.lowerBound }
    guard let start = places.min() else { return hint }
    var rest = hint[..<start]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
