import FoundationEssentials
import StudioCore

/// The jobs of this process: order, limits per destination, cancel, drain.
actor JobQueue {
  /// A job that has its folder and its record, and waits for its turn.
  struct QueuedJob: Sendable {
    let owned: any OwnedGeneration
    var generation: Generation
    let provider: any ImageService
    /// Where the answer itself goes; nil where only its pictures are wanted.
    var outlet: AnswerOutlet?
  }

  private struct RunningJob {
    let runner: JobRunner
    let task: Task<Void, Never>
    let lane: String
    let outlet: AnswerOutlet?
    let requestID: String
    /// Bytes that it may need in the store.
    let space: Int
  }

  private let transport: any HTTPTransport
  private let prices: PriceTable
  private let rescue: RescuePlace
  private let rules: ResendRules
  private let report: @Sendable (StudioEvent) -> Void
  private var waiting: [QueuedJob] = []
  private var running: [GenerationID: RunningJob] = [:]
  private var idleWaiters: [CheckedContinuation<Void, Never>] = []
  private var isStopping = false
  private var leavesWaiting = false

  init(
    transport: any HTTPTransport, prices: PriceTable, rescue: RescuePlace,
    rules: ResendRules = .never, report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.transport = transport
    self.prices = prices
    self.rescue = rescue
    self.rules = rules
    self.report = report
  }

  var count: Int { waiting.count + running.count }

  /// Bytes that all of them may need in the store, those included that have come already.
  var space: Int {
    waiting.reduce(0) { $0 + StoreSpace.wanted($1.generation.request.parameters) }
      + running.values.reduce(0) { $0 + $1.space }
  }

  func add(_ jobs: [QueuedJob]) {
    guard !isStopping else { return jobs.forEach(leave) }
    waiting.append(contentsOf: jobs)
    startWhatMay()
  }

  /// Starts a job that need not wait; false, and nothing done, for one that has to.
  func start(_ job: QueuedJob) -> Bool {
    let lane = Self.lane(of: job)
    guard !isStopping, hasRoom(in: lane) else { return false }
    start(job, in: lane.name)
    return true
  }

  /// True if the job is this process's own.
  func cancel(_ id: GenerationID) async -> Bool {
    if await withdraw(id) { return true }
    guard let job = running[id] else { return false }
    await job.runner.stop(.cancelled)
    job.task.cancel()
    return true
  }

  /// Ends a job of which nothing has left, and which so costs nothing: one that waits or connects.
  /// False, and nothing done, for any other.
  func withdraw(_ id: GenerationID) async -> Bool {
    if let place = waiting.firstIndex(where: { $0.generation.id == id }) {
      endWaiting(waiting.remove(at: place))
      wakeIfIdle()
      return true
    }
    guard let job = running[id], await job.runner.withdraw() else { return false }
    job.task.cancel()
    return true
  }

  /// True while the job is this process's own.
  func holds(_ id: GenerationID) -> Bool {
    running[id] != nil || waiting.contains { $0.generation.id == id }
  }

  /// This process's own job as it is now, which its record may say a moment later.
  func generation(_ id: GenerationID) async -> Generation? {
    if let job = running[id] { return await job.runner.generation }
    return waiting.first { $0.generation.id == id }?.generation
  }

  /// A job of this process that was made for a request id, and where its answer comes out.
  func job(
    forRequest requestID: String
  ) async -> (generation: Generation, outlet: AnswerOutlet?)? {
    if let job = running.values.first(where: { $0.requestID == requestID }) {
      return (await job.runner.generation, job.outlet)
    }
    let job = waiting.first { $0.generation.request.requestID == requestID }
    return job.map { ($0.generation, $0.outlet) }
  }

  /// True while a job of this process that was made for a request id is not over.
  func holds(request requestID: String) -> Bool {
    running.values.contains { $0.requestID == requestID }
      || waiting.contains { $0.generation.request.requestID == requestID }
  }

  /// Where the answer of this process's own job comes out; nil for one that nobody called for.
  func outlet(of id: GenerationID) -> AnswerOutlet? {
    running[id]?.outlet ?? waiting.first { $0.generation.id == id }?.outlet
  }

  /// Ends jobs that will not be sent, because others of the same wish could not be recorded.
  func abandon(_ jobs: [QueuedJob], _ error: StudioError) {
    for job in jobs { end(job, in: .failed, error) }
  }

  /// Returns when no job is left.
  func drain() async {
    guard count > 0 else { return }
    await withCheckedContinuation { idleWaiters.append($0) }
  }

  /// Ends everything: what has left becomes `unknown`, what has not is `failed` and says so.
  ///
  /// - Parameter leavesWaiting: jobs that wait, and that no caller waits for, stay as they are on
  ///   disk: they belong to the next start. One that is connecting has begun, and is `failed`.
  func stop(leavesWaiting: Bool = false) async {
    isStopping = true
    self.leavesWaiting = leavesWaiting
    for job in running.values {
      await job.runner.stop(leavesWaiting ? .left : .interrupted)
      job.task.cancel()
    }
    waiting.forEach(leave)
    waiting = []
    wakeIfIdle()
    await drain()
  }

  private func leave(_ job: QueuedJob) {
    if leavesWaiting, !job.generation.callerWaits { job.owned.release() } else { endUnsent(job) }
  }

  // MARK: Lanes

  /// Requests that wait for one another: a local server makes one picture at a time, and a second
  /// request would only wait there, where it cannot be taken back.
  ///
  /// A call through a door has a caller who waits, and whose service says itself when it is too much:
  /// it does not stand behind the jobs of the studio.
  private static func lane(of job: QueuedJob) -> (name: String, width: Int) {
    let destination = job.generation.request.destination
    let name = destination.path.joined(separator: "\n")
    if destination.provider == .ollama { return (name, 1) }
    return job.outlet == nil ? (name, 4) : (name + "\ncalls", 64)
  }

  private func startWhatMay() {
    guard !isStopping else { return }
    var index = 0
    while index < waiting.count {
      let lane = Self.lane(of: waiting[index])
      if hasRoom(in: lane) {
        start(waiting.remove(at: index), in: lane.name)
      } else {
        index += 1
      }
    }
  }

  private func hasRoom(in lane: (name: String, width: Int)) -> Bool {
    running.values.count { $0.lane == lane.name } < lane.width
  }

  private func start(_ job: QueuedJob, in lane: String) {
    let runner = JobRunner(
      job: job.owned, generation: job.generation, provider: job.provider, transport: transport,
      prices: prices, rescue: rescue, rules: rules, outlet: job.outlet, report: report)
    let id = job.generation.id
    let task = Task(executorPreference: runner.executor) { [weak self] in
      _ = await runner.run()
      await self?.ended(id)
    }
    running[id] = RunningJob(
      runner: runner, task: task, lane: lane, outlet: job.outlet,
      requestID: job.generation.request.requestID,
      space: StoreSpace.wanted(job.generation.request.parameters))
  }

  private func ended(_ id: GenerationID) {
    running[id] = nil
    startWhatMay()
    wakeIfIdle()
  }

  private func wakeIfIdle() {
    guard count == 0 else { return }
    for waiter in idleWaiters { waiter.resume() }
    idleWaiters = []
  }

  // MARK: Jobs that never left

  private func endWaiting(_ job: QueuedJob) {
    end(
      job, in: .cancelled,
      .unsent(true, isRepeated: !job.generation.refused.isEmpty))
  }

  private func endUnsent(_ job: QueuedJob) {
    end(
      job, in: .failed,
      .unsent(false, isRepeated: !job.generation.refused.isEmpty))
  }

  private func end(_ job: QueuedJob, in state: Generation.State, _ error: StudioError) {
    var generation = job.generation
    generation.error = error
    generation.cost = .free
    generation.finishedAt = Date()
    generation.advance(to: state)
    // A record that cannot be written stays `waiting`, which the next start settles the same way.
    try? job.owned.record(generation)
    job.owned.release()
    report(.changed(generation))
    job.outlet?.fail(error)
  }
}
