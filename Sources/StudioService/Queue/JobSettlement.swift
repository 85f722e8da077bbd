import StudioCore

/// Makes the records true that a dead process left behind: nothing that was not sent is called
/// unknown, nothing that may have been is called failed, and an answer that had arrived whole is
/// turned into its pictures. What the disk keeps from being written is told, and left for the next
/// start.
actor JobSettlement {
  private nonisolated let executor = DiskExecutor()
  private let store: any GenerationStore
  private let prices: PriceTable
  private let rescue: RescuePlace
  private let keepsWaiting: Bool
  private let unwritten: UnwrittenEnds
  private let report: @Sendable (StudioEvent) -> Void

  /// - Parameters:
  ///   - keepsWaiting: jobs that wait, and that no caller waits for, stay as they are. Those
  ///   of a machine of another name do so in any case.
  ///   - unwritten: is told of the ends that the disk does not take.
  init(
    store: any GenerationStore, prices: PriceTable, rescue: RescuePlace = .none,
    keepsWaiting: Bool = false, unwritten: UnwrittenEnds = UnwrittenEnds(),
    report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.store = store
    self.prices = prices
    self.rescue = rescue
    self.keepsWaiting = keepsWaiting
    self.unwritten = unwritten
    self.report = report
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async {
    guard let ids = try? await store.unfinished() else { return }
    for id in ids { await settle(id) }
  }

  /// Does nothing where somebody works on it, and answers false.
  @discardableResult
  func settle(_ id: GenerationID) async -> Bool {
    guard let job = try? await store.adopt(id) else { return false }
    if let generation = try? await store.read(id) { settle(generation, job) }
    job.release()
    return true
  }

  private func settle(_ generation: Generation, _ job: any OwnedGeneration) {
    let left = LeftJob(job: job, rescue: rescue, prices: prices)
    guard generation.state.isJob else { return job.keepOnlyAnswer() }
    if keepsWaiting, generation.isLeftWaiting(job) { return }
    if generation.mayBeginElsewhere(job) { return }
    do throws(StudioError) {
      report(.changed(try left.settle(generation)))
    } catch {
      let ended = left.end(generation, unwrittenFor: error)
      unwritten.note(generation, as: ended)
      report(.changed(ended))
    }
  }
}

extension Generation {
  /// True for a job that can still be sent by whoever adopts it.
  func isLeftWaiting(_ job: any OwnedGeneration) -> Bool {
    state == .waiting && !callerWaits && !job.isCancelRequested
  }

  /// True for a job that a machine of another name may be about to send: unless a person asked for
  /// its end, nobody here may call it ended, and unpaid.
  func mayBeginElsewhere(_ job: any OwnedGeneration) -> Bool {
    worker?.isElsewhere == true && state.isJob && !state.mayHaveLeft && !job.isCancelRequested
  }
}
