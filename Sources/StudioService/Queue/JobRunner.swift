import FoundationEssentials
import NIOCore
import StudioCore

/// Takes one generation from `waiting` to its end, and keeps its record true at every step.
actor JobRunner {
  /// Why a running job was asked to stop.
  enum StopReason: Sendable {
    /// A person wants it no more.
    case cancelled
    /// This process has to end.
    case interrupted
  }

  /// What a service answered.
  private enum Reply: Sendable {
    case refusal(ServiceRefusal)
    case contents(AnswerContents)
  }

  private nonisolated let executor = DiskExecutor()
  private let job: any OwnedGeneration
  private let provider: any ImageProvider
  private let transport: any HTTPTransport
  private let prices: PriceTable
  private let report: @Sendable (StudioEvent) -> Void
  private var generation: Generation
  private var stopReason: StopReason?
  private var lastProgress: ContinuousClock.Instant?
  /// What no record may hold, whoever says it.
  private var secret: Secret?
  private var isServiceLocal = false
  /// True once part of a picture is in `response.part`.
  private var holdsPictureBytes = false

  init(
    job: any OwnedGeneration, generation: Generation, provider: any ImageProvider,
    transport: any HTTPTransport, prices: PriceTable,
    report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.job = job
    self.generation = generation
    self.provider = provider
    self.transport = transport
    self.prices = prices
    self.report = report
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// To be called before the task that runs `run` is cancelled.
  func stop(_ reason: StopReason) { stopReason = stopReason ?? reason }

  /// Runs to the end. Never throws: what happened is in the record, and in what it returns.
  func run() async -> Generation {
    do {
      try advance(to: .sending)
      let prepared = try await provider.prepare(generation.request)
      secret = prepared.http.credential?.secret
      try await save(try await ask(prepared))
    } catch {
      conclude(error)
    }
    job.release()
    return generation
  }

  // MARK: Asking

  /// A refusal of the credential's form makes certain that nothing was started: then, and only
  /// then, the request is sent a second time, in the other form.
  private func ask(_ prepared: PreparedRequest) async throws -> AnswerContents {
    var reply = try await exchange(prepared.http, prepared.sent)
    if case .refusal(let refusal) = reply,
      let other = provider.otherForm(of: prepared.http, after: refusal)
    {
      reply = try await exchange(other, prepared.sent)
    }
    switch reply {
    case .contents(let contents): return contents
    case .refusal(let refusal):
      throw provider.error(
        status: refusal.status, headers: refusal.headers, body: refusal.body,
        destination: generation.request.destination)
    }
  }

  private func exchange(_ request: HTTPRequest, _ sent: SentRequest) async throws -> Reply {
    try await transport.exchange(
      request,
      onConnected: { try await self.leave(sent) },
      receive: { try await self.receive($0) })
  }

  /// The connection stands and nothing has left: from here on the outcome can be unknown, and the
  /// record says so before the first byte goes.
  private func leave(_ sent: SentRequest) throws {
    if job.isCancelRequested { stop(.cancelled) }
    // This runs in a task of the connection, which is not cancelled with the job's.
    guard stopReason == nil else { throw CancellationError() }
    var leaving = generation
    leaving.sent = sent
    leaving.sentAt = Date()
    try advance(to: .sent, leaving)
    // A record that has come to an end meanwhile must not let a request out.
    guard generation.state == .sent else { throw CancellationError() }
  }

  // MARK: The answer

  private func receive(_ answer: HTTPAnswer) async throws -> Reply {
    isServiceLocal = answer.isFromLoopback
    generation.answer = ServiceAnswer(
      status: answer.status,
      requestID: answer.header("apim-request-id") ?? answer.header("x-request-id"),
      region: answer.header("x-ms-region"))
    guard (200..<300).contains(answer.status) else {
      return .refusal(
        ServiceRefusal(
          status: answer.status, headers: answer.headers, body: await head(of: answer.body)))
    }
    try advance(to: .receiving)
    return .contents(try await read(answer))
  }

  private func read(_ answer: HTTPAnswer) async throws -> AnswerContents {
    let expected = answer.header("content-length").flatMap(Int.init)
    let part = try job.openAnswer()
    var reader = AnswerReader(job: job)
    do {
      for try await chunk in answer.body {
        try keep(chunk, part, &reader)
        try Task.checkCancellation()
        progress(reader.byteCount, expected)
      }
    } catch {
      // Whole pictures are kept, whatever happened after them.
      let contents = reader.contents()
      holdsPictureBytes = contents.mayHoldPictures
      guard !contents.pictures.isEmpty else { throw error }
      return contents
    }
    let contents = reader.contents()
    holdsPictureBytes = contents.mayHoldPictures
    return contents
  }

  /// Bytes go to disk as they came before anything is made of them.
  private func keep(_ chunk: ByteBuffer, _ part: PartFile, _ reader: inout AnswerReader) throws {
    try chunk.withUnsafeReadableBytes { bytes in
      try part.append(bytes)
      try reader.read(bytes)
    }
  }

  /// The first 256 KiB of a refusal. What it says matters less than its status, which is known: a
  /// connection that breaks here takes nothing back.
  private func head(of body: any AsyncSequence<ByteBuffer, any Error> & Sendable) async -> [UInt8] {
    let limit = 256 << 10
    var head: [UInt8] = []
    do {
      for try await chunk in body {
        head.append(contentsOf: chunk.readableBytesView.prefix(limit - head.count))
        if head.count >= limit { break }
      }
    } catch {}
    return head
  }

  private func save(_ contents: AnswerContents) async throws {
    try advance(to: .saving)
    let linked = await fetchLinks(of: contents)
    let outcome = try PicturePublisher(job: job).publish(contents.pictures + linked.pictures)
    guard !outcome.images.isEmpty else {
      if let failure = linked.failure { throw failure }
      throw AnswerVerdict(contents: contents, outcome: outcome, folder: job.folder)
        .error(provider, generation.answer?.status ?? 200, generation.request.destination)
    }
    // The files have their names: whatever record comes next, it tells of them.
    generation.images = outcome.images
    var saved = generation
    saved.usage = contents.skeleton?.usage
    saved.answer?.revisedPrompt = contents.skeleton?.revisedPrompt
    saved.cost = prices.cost(of: saved)
    let shortfall = AnswerShortfall(
      wished: generation.request.parameters.count, contents: contents, outcome: outcome,
      failedLinks: linked.failedCount)
    if let warning = shortfall.warning { saved.warnings.append(warning) }
    saved.finishedAt = Date()
    try advance(to: .saved, saved)
    shortfall.keepsAnswer ? job.keepOnlyAnswer() : job.removeParts()
  }

  private struct LinkedPictures {
    var pictures: [PictureFiles.Picture] = []
    var failure: (any Error)?
    var failedCount = 0
  }

  /// One link that fails must not take the others with it.
  private func fetchLinks(of contents: AnswerContents) async -> LinkedPictures {
    var linked = LinkedPictures()
    let job = job
    let download = PictureDownload(transport: transport, allowsNearAddresses: isServiceLocal)
    for (place, link) in (contents.skeleton?.links ?? []).enumerated() {
      let number = contents.begun + place + 1
      do {
        let part = try await download.fetch(link) { try job.openImage(number) }
        linked.pictures.append(PictureFiles.Picture(number: number, part: part, isWhole: true))
      } catch {
        linked.failure = linked.failure ?? error
        linked.failedCount += 1
      }
    }
    return linked
  }

  // MARK: Ends

  private func conclude(_ error: any Error) {
    let ending = JobEnding(
      error: error, state: generation.state, stopReason: stopReason,
      isFree: generation.cost == .free, provider: generation.request.destination.provider)
    // By evidence, not by state: bytes that may be a picture somebody pays for are kept.
    let isWorthKeeping =
      holdsPictureBytes && generation.cost != .free
      || ending.state == .unknown && (holdsPictureBytes || ending.error.code != .outcomeUnknown)
    // First, because the record may need the space.
    isWorthKeeping ? job.keepOnlyAnswer() : job.removeParts()
    var ended = generation
    ended.error = isWorthKeeping ? ending.error.naming("\(job.folder)/response.part") : ending.error
    ended.finishedAt = Date()
    if !ending.error.mayHaveBeenBilled { ended.cost = .free }
    do {
      try advance(to: ending.state, ended)
    } catch {
      // The disk refuses the record: what is on disk (`sent`, `receiving`) reads as "maybe", which
      // is true, and the next start settles it. The people who watch are told what happened.
      ended.advance(to: ending.state)
      generation = secret.map(ended.hiding) ?? ended
      report(.changed(generation))
    }
  }

  /// Records and reports the generation (as it is, or `changed`) in its next state.
  private func advance(
    to state: Generation.State, _ changed: Generation? = nil
  ) throws(StudioError) {
    var next = changed ?? generation
    guard next.advance(to: state) else { return }
    if let secret { next = next.hiding(secret) }
    try job.record(next)
    generation = next
    report(.changed(next))
  }

  private func progress(_ bytes: Int, _ expected: Int?) {
    let now = ContinuousClock.now
    if let lastProgress, now - lastProgress < .milliseconds(100) { return }
    lastProgress = now
    report(
      .progress(
        JobProgress(
          id: generation.id, state: generation.state, bytesReceived: bytes,
          bytesExpected: expected)))
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
    clean.error?.message = secret.removed(from: error?.message ?? "")
    clean.error?.hint = error?.hint.map(secret.removed(from:))
    clean.error?.reference = error?.reference.map(secret.removed(from:))
    return clean
  }
}
