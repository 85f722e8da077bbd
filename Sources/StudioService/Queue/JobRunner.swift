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

  private let job: any OwnedGeneration
  private let provider: any ImageProvider
  private let transport: any HTTPTransport
  private let prices: PriceTable
  private let report: @Sendable (StudioEvent) -> Void
  private var generation: Generation
  private var stopReason: StopReason?
  private var lastProgress: ContinuousClock.Instant?

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

  /// To be called before the task that runs `run` is cancelled.
  func stop(_ reason: StopReason) { stopReason = stopReason ?? reason }

  /// Runs to the end. Never throws: what happened is in the record, and in what it returns.
  func run() async -> Generation {
    do {
      try advance(to: .sending)
      let prepared = try await provider.prepare(generation.request)
      generation.sent = prepared.sent
      let contents = try await transport.exchange(
        prepared.http,
        onConnected: { try await self.leave() },
        receive: { try await self.receive($0) })
      try await save(contents, complete: true)
    } catch {
      await conclude(error)
    }
    job.release()
    return generation
  }

  // MARK: Steps

  /// The connection stands and nothing has left: from here on the outcome can be unknown, and the
  /// record says so before the first byte goes.
  private func leave() throws {
    try Task.checkCancellation()
    generation.sentAt = Date()
    try advance(to: .sent)
  }

  private func receive(_ answer: HTTPAnswer) async throws -> AnswerContents {
    generation.answer = ServiceAnswer(
      status: answer.status,
      requestID: answer.header("apim-request-id") ?? answer.header("x-request-id"),
      region: answer.header("x-ms-region"))
    guard (200..<300).contains(answer.status) else {
      throw provider.error(
        status: answer.status, headers: answer.headers, body: try await head(of: answer.body),
        destination: generation.request.destination)
    }
    try advance(to: .receiving)
    let expected = answer.header("content-length").flatMap(Int.init)
    let part = try job.openAnswer()
    var reader = AnswerReader(job: job)
    do {
      for try await chunk in answer.body {
        try Task.checkCancellation()
        try keep(chunk, part, &reader)
        progress(reader.byteCount, expected)
      }
    } catch {
      try await keepWholePictures(of: reader.contents(), after: error)
    }
    return reader.contents()
  }

  /// Bytes go to disk as they came before anything is made of them.
  private func keep(_ chunk: ByteBuffer, _ part: PartFile, _ reader: inout AnswerReader) throws {
    try chunk.withUnsafeReadableBytes { bytes in
      try part.append(bytes)
      try reader.read(bytes)
    }
  }

  /// An answer that broke off after whole pictures: they are kept. Otherwise rethrows.
  private func keepWholePictures(of contents: AnswerContents, after error: any Error) async throws {
    guard !contents.pictures.isEmpty, !(error is StudioError), stopReason == nil else {
      throw error
    }
    generation.warnings.append(
      "The answer broke off: \(contents.pictures.count) of \(generation.request.parameters.count) "
        + "pictures had arrived and are kept.")
  }

  /// The first 256 KiB of an answer that is not a success.
  private func head(of body: any AsyncSequence<ByteBuffer, any Error> & Sendable) async throws
    -> [UInt8]
  {
    var head: [UInt8] = []
    for try await chunk in body {
      head.append(contentsOf: chunk.readableBytesView)
      if head.count >= 256 << 10 { break }
    }
    return head
  }

  private func save(_ contents: AnswerContents, complete: Bool) async throws {
    try advance(to: .saving)
    var pictures = contents.pictures
    for url in contents.skeleton?.urls ?? [] {
      pictures.append(try await download(url, number: pictures.count + 1))
    }
    let outcome = try PicturePublisher(job: job).publish(pictures)
    try AnswerVerdict(contents: contents, outcome: outcome, folder: job.folder)
      .check(provider: provider, request: generation.request)
    generation.images = outcome.images
    generation.usage = contents.skeleton?.studioUsage
    generation.answer?.revisedPrompt = contents.skeleton?.revisedPrompt
    generation.cost = prices.cost(of: generation)
    warnAboutMissingPictures()
    generation.finishedAt = Date()
    try advance(to: .saved)
    job.removeParts()
  }

  private func warnAboutMissingPictures() {
    let wished = generation.request.parameters.count
    guard generation.images.count < wished, generation.warnings.isEmpty else { return }
    generation.warnings.append(
      "The service sent \(generation.images.count) of \(wished) pictures; "
        + "some may have been filtered.")
  }

  private func download(_ url: String, number: Int) async throws -> PictureFiles.Picture {
    let job = job
    let part = try await PictureDownload(transport: transport)
      .fetch(url) { try job.openImage(number) }
    return PictureFiles.Picture(number: number, part: part, isWhole: true)
  }

  // MARK: Ends

  private func conclude(_ error: any Error) async {
    let ending = JobEnding(
      error: error, state: generation.state, stopReason: stopReason,
      isFree: generation.cost == .free, provider: generation.request.destination.provider)
    generation.error = ending.error
    generation.finishedAt = Date()
    if !ending.error.mayHaveBeenBilled { generation.cost = .free }
    do {
      try advance(to: ending.state)
    } catch {
      // The disk refuses the record: what is on disk (`sent`, `receiving`) reads as "maybe", which
      // is true, and the next start settles it. The people who watch are told what happened.
      _ = generation.advance(to: ending.state)
      report(.changed(generation))
    }
    if ending.state != .unknown { job.removeParts() }
  }

  private func advance(to state: Generation.State) throws(StudioError) {
    var next = generation
    guard next.advance(to: state) else { return }
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
