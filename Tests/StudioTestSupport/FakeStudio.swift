internal import FoundationEssentials
public import StudioCore
internal import Synchronization

/// A studio without machinery: tests say what it knows and what happens in it, step by step.
///
/// Nothing moves by itself. Every call is answered at once from what was put in.
public final class FakeStudio: Studio {
  /// What the studio knows; set it before the screen starts.
  public struct Contents: Sendable {
    /// The rounds that `offers()` gives, one after the other.
    public var offers: [[Offer]] = [Samples.offers]
    public var defaultDestination = Samples.azure
    public var draft = Draft()
    public var promptHistory: [String] = []
    public var estimate = Estimate(cost: Cost(amount: 0.5, basis: .estimate), typicalSeconds: 70)
    /// Newest first; used where `historyCount` is zero.
    public var history: [Generation] = []
    /// With more than zero, the history is this long and made up on the fly by `Samples.old`.
    public var historyCount = 0
    /// What `submit` throws, if anything.
    public var submitError: StudioError?
    /// Jobs that wait, and that nobody works on.
    public var left: [Generation] = []
    /// The same, of a machine of another name.
    public var leftElsewhere: [Generation] = []
    /// Why `resume` takes nothing on, if anything.
    public var resumeRefusals: [StudioError] = []
    /// What reading the history throws, if anything.
    public var historyError: StudioError?

    public init() {}
  }

  /// One read of the history.
  public struct HistoryRead: Hashable, Sendable {
    public var query: HistoryQuery
    public var offset: Int
    public var limit: Int
  }

  private struct State {
    var contents: Contents
    var jobs: [Generation] = []
    var submitted: [GenerationRequest] = []
    var cancelled: [GenerationID] = []
    var resumed: [GenerationID] = []
    var savedDrafts: [Draft] = []
    var historyReads: [HistoryRead] = []
    var offerCalls = 0
    var eventCount = 0
    var listeners: [AsyncStream<StudioEvent>.Continuation] = []
  }

  private let state: Mutex<State>

  public init(_ contents: Contents = Contents()) {
    state = Mutex(State(contents: contents))
  }

  /// Everything that was submitted, in order.
  public var submitted: [GenerationRequest] { state.withLock { $0.submitted } }
  /// Every job that was asked to stop.
  public var cancelled: [GenerationID] { state.withLock { $0.cancelled } }
  /// Every job that was taken on again.
  public var resumed: [GenerationID] { state.withLock { $0.resumed } }
  /// Every draft that was saved.
  public var savedDrafts: [Draft] { state.withLock { $0.savedDrafts } }
  /// Every read of the history, in order.
  public var historyReads: [HistoryRead] { state.withLock { $0.historyReads } }
  /// How often the offers were asked for.
  public var offerCalls: Int { state.withLock { $0.offerCalls } }
  /// Events told so far while somebody listened.
  public var eventCount: Int { state.withLock { $0.eventCount } }
  /// Whether somebody listens to the events.
  public var hasListener: Bool { state.withLock { !$0.listeners.isEmpty } }

  /// Changes what the studio knows.
  public func edit(_ change: @Sendable (inout Contents) -> Void) {
    state.withLock { change(&$0.contents) }
  }
}

// MARK: - What happens in it

extension FakeStudio {
  /// The job or history record with this id.
  public func find(_ id: GenerationID) -> Generation? {
    state.withLock { state in
      state.jobs.first { $0.id == id } ?? state.contents.history.first { $0.id == id }
    }
  }

  /// The jobs, oldest first.
  public var currentJobs: [Generation] { state.withLock { $0.jobs } }

  /// Changes a record and tells everybody; a record that is no job any more goes to the history.
  public func change(_ id: GenerationID, _ edit: (inout Generation) -> Void) {
    guard var generation = find(id) else { return }
    edit(&generation)
    put(generation)
    tell(.changed(generation))
  }

  /// Adds a record as another process would, and tells everybody.
  public func add(_ generation: Generation) {
    put(generation)
    tell(.changed(generation))
  }

  /// Moves a job along the given states, telling each.
  public func advance(_ id: GenerationID, _ states: Generation.State...) {
    for state in states {
      change(id) {
        $0.advance(to: state)
        if state == .sent { $0.sentAt = $0.createdAt }
      }
    }
  }

  /// Ends a job with pictures.
  public func finish(_ id: GenerationID, images: [GeneratedImage], in folder: String, cost: Cost) {
    advance(id, .sending, .sent, .receiving, .saving)
    change(id) {
      $0.images = images
      $0.folder = folder
      $0.cost = cost
      $0.finishedAt = $0.createdAt.addingTimeInterval(38)
      $0.advance(to: .saved)
    }
  }

  /// Ends a job without pictures.
  public func end(_ id: GenerationID, as end: Generation.State, _ error: StudioError) {
    advance(id, .sending, .sent)
    change(id) {
      $0.error = error
      $0.finishedAt = $0.createdAt.addingTimeInterval(300)
      $0.advance(to: end)
    }
  }

  /// Tells everybody who listens.
  public func tell(_ event: StudioEvent) {
    let listeners = state.withLock { state in
      state.eventCount += 1
      return state.listeners
    }
    for listener in listeners { listener.yield(event) }
  }

  private func put(_ generation: Generation) {
    state.withLock { state in
      state.jobs.removeAll { $0.id == generation.id }
      state.contents.history.removeAll { $0.id == generation.id }
      if generation.state.isJob {
        state.jobs.append(generation)
        state.jobs.sort { $0.id < $1.id }
      }
      state.contents.history.append(generation)
      state.contents.history.sort { $0.id > $1.id }
    }
  }
}

// MARK: - Studio

extension FakeStudio {
  public func parameterTable(for destination: Destination) -> ParameterTable {
    Samples.table(for: destination)
  }

  public func estimate(for request: GenerationRequest) async -> Estimate {
    state.withLock { $0.contents.estimate }
  }

  public func offers() -> AsyncStream<[Offer]> {
    let rounds = state.withLock { state in
      state.offerCalls += 1
      return state.contents.offers
    }
    return AsyncStream { continuation in
      for round in rounds { continuation.yield(round) }
      continuation.finish()
    }
  }

  public func defaultDestination() async -> Destination {
    state.withLock { $0.contents.defaultDestination }
  }

  public func submit(_ request: GenerationRequest) async throws(StudioError) -> [Generation] {
    let (error, number) = state.withLock { state in
      (state.contents.submitError, state.submitted.count)
    }
    if let error { throw error }
    let generation = Samples.generation(
      number, prompt: request.prompt, request: request, minutesAgo: 0)
    state.withLock { $0.submitted.append(request) }
    put(generation)
    tell(.changed(generation))
    return [generation]
  }

  public func cancel(_ id: GenerationID) async throws(StudioError) {
    state.withLock { $0.cancelled.append(id) }
    change(id) { $0.advance(to: .cancelled) }
  }

  public func jobs() async throws(StudioError) -> [Generation] { currentJobs }

  public func leftJobs() async throws(StudioError) -> LeftJobs {
    state.withLock { LeftJobs(here: $0.contents.left, elsewhere: $0.contents.leftElsewhere) }
  }

  public func resume(_ ids: [GenerationID]) async throws(StudioError) -> Resumption {
    let (left, refusals) = state.withLock { state in
      state.resumed += ids
      let left = state.contents.left + state.contents.leftElsewhere
      return (left.filter { ids.contains($0.id) }, state.contents.resumeRefusals)
    }
    guard refusals.isEmpty else { return Resumption(refusals: refusals) }
    for var job in left {
      job.worker = Worker(host: "here", pid: 1)
      add(job)
    }
    return Resumption(taken: left.map(\.id))
  }

  public func generation(_ id: GenerationID) async throws(StudioError) -> Generation {
    guard let generation = find(id) else { throw StudioError(.notFound, "There is no \(id).") }
    return generation
  }

  public func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage {
    let contents = state.withLock { state in
      state.historyReads.append(HistoryRead(query: query, offset: offset, limit: limit))
      return state.contents
    }
    if let error = contents.historyError { throw error }
    guard contents.historyCount == 0 else {
      let end = min(contents.historyCount, offset + limit)
      let page = (min(offset, end)..<end).map(Samples.old)
      return HistoryPage(generations: page, offset: offset, total: contents.historyCount)
    }
    let matches = contents.history.filter { Samples.matches($0, query) }
    let page = Array(matches.dropFirst(offset).prefix(limit))
    return HistoryPage(generations: page, offset: offset, total: matches.count)
  }

  public func events() -> AsyncStream<StudioEvent> {
    let (stream, continuation) = AsyncStream<StudioEvent>.makeStream()
    state.withLock { $0.listeners.append(continuation) }
    return stream
  }

  public func draft() async -> Draft { state.withLock { $0.contents.draft } }

  public func save(_ draft: Draft) async {
    state.withLock { state in
      state.savedDrafts.append(draft)
      state.contents.draft = draft
    }
  }

  public func promptHistory() async -> [String] { state.withLock { $0.contents.promptHistory } }

  public func runningHere() async -> Int { currentJobs.count }
  public func drain() async {}
  public func stop() async {}
}
