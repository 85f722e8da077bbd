import Dispatch
import FoundationEssentials
import StudioCore

/// Takes one generation from `waiting` to its end, and keeps its record true at every step.
actor JobRunner {
  /// Why a running job was asked to stop.
  enum StopReason: Sendable {
    /// A person wants it no more.
    case cancelled
    /// This process has to end.
    case interrupted
    /// The same, and a job that still waits stays as it is, for the next start.
    case left
  }

  /// What a service answered.
  enum Reply: Sendable {
    case refusal(ServiceRefusal)
    case contents(AnswerContents)
  }

  nonisolated let executor = DiskExecutor()
  let job: any OwnedGeneration
  let provider: any ImageService
  let transport: any HTTPTransport
  let prices: PriceTable
  let rescue: RescuePlace
  let rules: ResendRules
  /// Those who called for the answer itself; nil where only the pictures are wanted.
  let outlet: AnswerOutlet?
  private let report: @Sendable (StudioEvent) -> Void
  var generation: Generation
  private(set) var stopReason: StopReason?
  /// True once the record on disk is another machine's: nothing is written over it.
  private var isOverruled = false
  private var lastProgress: ContinuousClock.Instant?
  /// What no record may hold, whoever says it.
  private(set) var secrets: [Secret] = []
  var isServiceLocal = false
  /// The bytes of the answer; nil before one that is a success.
  var kept: KeptAnswer?
  var delivery: AnswerDelivery?
  /// Pictures that have their names already, because a stream completed them.
  var published = PicturePublisher.Outcome()
  var partials = PartialPictures()
  /// Paths of fetched pictures that the store's disk refused, and that are elsewhere.
  var rescuedPictures: [String] = []
  let departure = Departure()

  init(
    job: any OwnedGeneration, generation: Generation, provider: any ImageService,
    transport: any HTTPTransport, prices: PriceTable, rescue: RescuePlace,
    rules: ResendRules = .never, outlet: AnswerOutlet? = nil,
    report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.job = job
    self.generation = generation
    self.provider = provider
    self.transport = transport
    self.prices = prices
    self.rescue = rescue
    self.rules = rules
    self.outlet = outlet
    self.report = report
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// To be called before the task that runs `run` is cancelled.
  func stop(_ reason: StopReason) { stopReason = stopReason ?? reason }

  /// Cancels, as `stop`, if nothing can have left; else false, and nothing is done.
  func withdraw() -> Bool {
    guard !generation.state.mayHaveLeft else { return false }
    stop(.cancelled)
    return true
  }

  /// Runs to the end. Never throws: what happened is in the record, and in what it returns.
  func run() async -> Generation {
    var isOver = false
    while !isOver {
      do {
        try await waitForResend()
        try pass(to: .sending)
        let prepared = try await provider.prepare(generation.request)
        secrets = prepared.secrets + [prepared.http.credential?.secret].compactMap { $0 }
        try await save(await ask(prepared))
        isOver = true
      } catch {
        isOver = isOverruled || !waitsAgain(after: error)
        if isOver, !isOverruled { conclude(error) }
      }
    }
    job.release()
    return generation
  }

  // MARK: Asking

  /// A refusal of the request's form makes certain that nothing was started: then, and only then, it
  /// is sent a second time, in the other form.
  private func ask(_ prepared: PreparedRequest) async throws -> AnswerContents {
    var reply = try await exchange(prepared.http, prepared.sent)
    if case .refusal(let refusal) = reply,
      let other = provider.otherForm(of: prepared, after: refusal)
    {
      reply = try await exchange(other.http, other.sent)
    }
    switch reply {
    case .contents(let contents): return contents
    case .refusal(let refusal):
      outlet?.refuse(refusal, hiding: secrets, after: departure.elapsed)
      throw provider.error(
        status: refusal.status, headers: refusal.headers, body: refusal.body,
        destination: generation.request.destination)
    }
  }

  private func exchange(_ request: HTTPRequest, _ sent: SentRequest) async throws -> Reply {
    if outlet != nil {
      executor.run(after: Self.shortWait) { [weak self] in
        self?.assumeIsolated { $0.recordConnecting() }
      }
    }
    return try await transport.exchange(
      request,
      onConnected: { try self.leave(sent) }, receive: { try await self.receive($0) })
  }

  /// The connection stands and nothing has left: from here on the outcome can be unknown, and the
  /// record says so before the first byte goes.
  private func leave(_ sent: SentRequest) throws {
    if job.isCancelRequested { stop(.cancelled) }
    guard stopReason == nil else { throw CancellationError() }
    if let record = job.overruling(generation) {
      isOverruled = true
      tell(record)
      throw CancellationError()
    }
    var leaving = generation
    leaving.sent = sent
    leaving.sentAt = Date()
    // That of an earlier form, which was refused.
    leaving.answer = nil
    if generation.state == .sent {
      leaving = hidingSecrets(in: leaving)
      try job.record(leaving)
      tell(leaving)
    } else {
      try advance(to: .sent, leaving)
    }
    // A record that has come to an end meanwhile must not let a request out.
    guard generation.state == .sent else { throw CancellationError() }
    departure.note()
  }

  // MARK: The record

  /// A job that a caller waits for is on disk when it is sent; if connecting takes longer than
  /// this, before, so that everybody sees what is going on.
  private static let shortWait = DispatchTimeInterval.milliseconds(250)

  private func recordConnecting() {
    guard generation.state == .sending else { return }
    // What the disk refuses now, it refuses when the job is sent.
    try? job.record(generation)
  }

  /// Records and reports the generation (as it is, or `changed`) in its next state.
  func advance(
    to state: Generation.State, _ changed: Generation? = nil
  ) throws(StudioError) {
    var next = changed ?? generation
    guard next.advance(to: state) else { return }
    next = hidingSecrets(in: next)
    try job.record(next)
    tell(next)
  }

  /// Moves to a state that says the same as the one before it to whoever finds the record after a
  /// crash: where a caller waits for the answer, it is not worth a record.
  func pass(to state: Generation.State) throws(StudioError) {
    guard outlet != nil else { return try advance(to: state) }
    var next = generation
    if next.advance(to: state) { tell(next) }
  }

  /// The same when an answer has come: what the disk refuses must not keep it from being read. The
  /// record that is there, `sent`, stays true.
  func passDespiteDisk(to state: Generation.State) {
    do throws(StudioError) {
      try pass(to: state)
    } catch {
      var next = generation
      next.warnings.append(
        "The record could not be written while the answer came: \(error.message)")
      if next.advance(to: state) { tell(next) }
    }
  }

  /// What the people who watch are told when the disk refuses the record.
  func tell(_ generation: Generation) {
    self.generation = hidingSecrets(in: generation)
    report(.changed(self.generation))
  }

  func hidingSecrets(in generation: Generation) -> Generation {
    secrets.reduce(generation) { $0.hiding($1) }
  }

  /// A text, such as an answer for a caller, without what no record may hold.
  func hidingSecrets(in text: String) -> String {
    secrets.reduce(text) { $1.removed(from: $0) }
  }

  func progress(
    _ bytes: Int, _ expected: Int?, _ steps: JobProgress.Steps?, isUrgent: Bool
  ) {
    let now = ContinuousClock.now
    if !isUrgent, let lastProgress, now - lastProgress < .milliseconds(100) { return }
    lastProgress = now
    report(
      .progress(
        JobProgress(
          id: generation.id, state: generation.state, bytesReceived: bytes,
          bytesExpected: expected, steps: steps, partial: partials.newest)))
  }
}

extension Generation {
  /// Without a credential that a service, or a gateway before it, quoted in what it says.
  fileprivate func hiding(_ secret: Secret) -> Generation {
    var clean = self
    clean.warnings = warnings.map(secret.removed(from:))
    clean.answer?.requestID = answer?.requestID.map(secret.removed(from:))
    clean.answer?.region = answer?.region.map(secret.removed(from:))
    clean.answer?.revisedPrompt = answer?.revisedPrompt.map(secret.removed(from:))
    for (name, value) in answer?.parameters?.all ?? [] {
      clean.answer?.parameters?[name] = .text(secret.removed(from: value.description))
    }
    clean.error?.message = secret.removed(from: error?.message ?? "")
    clean.error?.hint = error?.hint.map(secret.removed(from:))
    clean.error?.reference = error?.reference.map(secret.removed(from:))
    return clean
  }
}
