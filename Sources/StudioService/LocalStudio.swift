import FoundationEssentials
public import StudioCore
import Synchronization

/// The real studio: providers, queue and store of this machine, behind the one protocol that the
/// doors know.
public final class LocalStudio: Studio {
  let providers: Lazy<ProviderCatalog>
  let services: CalledServices
  let transport: any HTTPTransport
  let store: any GenerationStore
  let storeFolder: String
  let queue: JobQueue
  let prices: PriceTable
  let turns = WishTurns()
  let refusals = RecentRefusals()
  private let rule: (keepsWaiting: Bool, callerWaits: Bool)
  private let rescue: RescuePlace
  let unwritten = UnwrittenEnds()
  private let desk: DeskFile
  let broadcaster = EventBroadcaster()
  private let watch = Mutex<Task<Void, Never>?>(nil)

  init(
    providers: Lazy<ProviderCatalog>, services: CalledServices, store: any GenerationStore,
    transport: any HTTPTransport,
    prices: PriceTable, rules: ResendRules, directories: Directories, keepsWaiting: Bool = true,
    callerWaits: Bool = false
  ) {
    self.providers = providers
    self.services = services
    self.store = store
    self.transport = transport
    self.prices = prices
    rule = (keepsWaiting, callerWaits)
    storeFolder = directories.store
    rescue = RescuePlace(directories)
    desk = DeskFile(folder: directories.state)
    let broadcaster = broadcaster
    queue = JobQueue(transport: transport, prices: prices, rescue: rescue, rules: rules) {
      broadcaster.send($0)
    }
  }

  deinit { watch.withLock { $0?.cancel() } }

  /// Makes true what dead processes left behind, as often as it is asked; what living ones work on
  /// is left alone. Goes through every unfinished generation: not before the first frame.
  public func settle() async { await settlement.run() }

  var settlement: JobSettlement {
    let broadcaster = broadcaster
    return JobSettlement(
      store: store, prices: prices, rescue: rescue, keepsWaiting: rule.keepsWaiting,
      unwritten: unwritten
    ) { broadcaster.send($0) }
  }

  /// Listens from now on to what other processes do to the store: for those who listen here, and for
  /// jobs, which may be cancelled from there. Whoever only looks something up does not: the kernel
  /// takes 8 ms to end a watch, and a process waits for that when it exits (inotify, Linux 6).
  func follow() {
    watch.withLock { watch in
      guard watch == nil else { return }
      let (changes, store, queue) = (store.changes(), store, queue)
      watch = Task { [unwritten, broadcaster] in
        await Self.follow(changes, store, queue, unwritten, broadcaster)
      }
    }
  }

  private static func follow(
    _ changes: AsyncStream<StoreChange>, _ store: any GenerationStore, _ queue: JobQueue,
    _ unwritten: UnwrittenEnds, _ broadcaster: EventBroadcaster
  ) async {
    for await change in changes {
      switch change {
      case .changed(let id):
        // The queue itself tells of its own jobs, and sooner.
        guard await !queue.holds(id), let generation = try? await store.read(id) else { continue }
        // What was read may be old already.
        if await !queue.holds(id) { broadcaster.send(.changed(unwritten.truth(of: generation))) }
      case .cancelRequested(let id): _ = await queue.cancel(id)
      case .everything: broadcaster.send(.historyChanged)
      }
    }
  }

  // MARK: Destinations

  public func parameterTable(for destination: Destination) -> ParameterTable {
    ProviderCatalog.parameterTable(for: destination)
  }

  public func offers() -> AsyncStream<[Offer]> {
    (try? providers.value())?.offers() ?? AsyncStream { $0.finish() }
  }

  public func defaultDestination() async -> Destination {
    guard let catalog = try? providers.value() else { return Destination(provider: .demo) }
    if let last = desk.draft().destination, catalog.isConfigured(last) { return last }
    return catalog.defaultDestination()
  }

  public func estimate(for request: GenerationRequest) async -> Estimate {
    Estimate(
      cost: prices.estimate(for: request),
      typicalSeconds: await store.typicalSeconds(at: request.destination))
  }

  // MARK: Jobs

  public func submit(_ request: GenerationRequest) async throws(StudioError) -> [Generation] {
    let lock = try await SubmissionLock.take(in: storeFolder)
    defer { lock.release() }
    let known = try await store.generations(forRequest: request.requestID)
    guard known.isEmpty else { return known.map { unwritten.truth(of: $0) } }
    guard let provider = try providers.value()[request.destination.provider] else {
      throw StudioError(
        .badConfiguration, "There is no provider “\(request.destination.provider)”.",
        hint: "See `easel providers`.")
    }
    let table = parameterTable(for: request.destination)
    let problems = RequestValidation.problems(in: request, table: table)
    if let problem = problems.first(where: { $0.severity == .error }) {
      throw StudioError(.invalidRequest, problem.message)
    }
    try StoreSpace.check(request.parameters, besides: await queue.space, in: storeFolder)
    let wishes = RequestSplit.split(request, table: table)
    try await services.spending?.check(prices.estimate(for: wishes), in: store)
    var jobs: [JobQueue.QueuedJob] = []
    for wish in wishes {
      do {
        jobs.append(
          try await make(
            wish, provider, problems.map(\.message), callerWaits: rule.callerWaits))
      } catch {
        await queue.abandon(jobs, error)
        throw error
      }
    }
    desk.remember(prompt: request.prompt)
    await queue.add(jobs)
    return jobs.map(\.generation)
  }

  func make(
    _ wish: GenerationRequest, _ provider: any ImageService, _ warnings: [String],
    callerWaits: Bool
  ) async throws(StudioError) -> JobQueue.QueuedJob {
    var generation = try new(wish, warnings, callerWaits: callerWaits)
    let owned = try await store.create(generation)
    generation.folder = owned.folder
    broadcaster.send(.changed(generation))
    return JobQueue.QueuedJob(owned: owned, generation: generation, provider: provider)
  }

  /// On no disk yet.
  func new(
    _ wish: GenerationRequest, _ warnings: [String] = [], callerWaits: Bool
  ) throws(StudioError) -> Generation {
    follow()
    let now = Date()
    var generation = Generation(
      id: try GenerationID.new(at: now), request: wish, cost: prices.estimate(for: wish),
      warnings: warnings, createdAt: now)
    generation.worker = Worker.thisProcess
    generation.callerWaits = callerWaits
    return generation
  }

  public func cancel(_ id: GenerationID) async throws(StudioError) {
    if await queue.cancel(id) { return }
    let generation = try await store.read(id)
    guard generation.state.isJob else {
      throw StudioError(
        .invalidRequest, "This generation is not running: it is \(generation.state.rawValue).")
    }
    try await store.requestCancel(id)
    // Where nobody works on it, nobody else would hear of that.
    await settlement.settle(id)
  }

  public func jobs() async throws(StudioError) -> [Generation] {
    var jobs: [Generation] = []
    for id in try await store.unfinished() {
      guard let record = try? await store.read(id) else { continue }
      let generation = unwritten.truth(of: record)
      if generation.state.isJob { jobs.append(generation) }
    }
    return jobs
  }

  /// Ends this process's jobs like `stop`, but leaves those to the next start that still wait. One
  /// that is connecting ends as failed: nothing of it was sent, and its record says so.
  public func leave() async { await queue.stop(leavesWaiting: true) }

  public func runningHere() async -> Int { await queue.count }
  public func drain() async { await queue.drain() }
  public func stop() async { await queue.stop() }

  // MARK: History

  public func generation(_ id: GenerationID) async throws(StudioError) -> Generation {
    if let own = await queue.generation(id) { return own }
    return unwritten.truth(of: try await store.read(id))
  }

  public func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage {
    var page = try await store.history(query, offset: offset, limit: limit)
    page.generations = page.generations.map(unwritten.truth)
    return page
  }

  public func events() -> AsyncStream<StudioEvent> {
    defer { follow() }
    return broadcaster.events()
  }

  // MARK: Desk

  public func draft() async -> Draft { desk.draft() }
  public func save(_ draft: Draft) async { desk.save(draft) }
  public func promptHistory() async -> [String] { desk.prompts() }
}
