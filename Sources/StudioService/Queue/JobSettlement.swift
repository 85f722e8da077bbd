import StudioCore

/// Makes the records true that a dead process left behind: nothing that was not sent is called
/// unknown, nothing that may have been is called failed, and an answer that had arrived whole is
/// turned into its pictures. What the disk keeps from being known is left for the next start.
actor JobSettlement {
  private nonisolated let executor = DiskExecutor()
  private let store: any GenerationStore
  private let prices: PriceTable
  private let rescue: RescuePlace
  private let report: @Sendable (StudioEvent) -> Void

  init(
    store: any GenerationStore, prices: PriceTable, rescue: RescuePlace = .none,
    report: @escaping @Sendable (StudioEvent) -> Void
  ) {
    self.store = store
    self.prices = prices
    self.rescue = rescue
    self.report = report
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func run() async {
    guard let ids = try? await store.unfinished() else { return }
    for id in ids {
      guard let job = try? await store.adopt(id) else { continue }
      if let generation = try? await store.read(id) { settle(generation, job) }
      job.release()
    }
  }

  private func settle(_ generation: Generation, _ job: any OwnedGeneration) {
    let left = LeftJob(job: job, rescue: rescue, prices: prices)
    guard generation.state.isJob else { return job.keepOnlyAnswer() }
    if let settled = try? left.settle(generation) { report(.changed(settled)) }
  }
}
