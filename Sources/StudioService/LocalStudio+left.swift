public import StudioCore

// Jobs that waited when their process ended.
extension LocalStudio {
  public func leftJobs() async throws(StudioError) -> LeftJobs {
    await settle()
    let unfinished = try await store.unfinished()
    guard !unfinished.isEmpty else { return LeftJobs() }
    let catalog = try providers.value()
    var left = LeftJobs()
    for id in unfinished {
      guard let job = try? await adopt(id, catalog) else { continue }
      job.owned.release()
      if job.generation.worker?.isElsewhere == true {
        left.elsewhere.append(job.generation)
      } else {
        left.here.append(job.generation)
      }
    }
    return left
  }

  public func resume(_ ids: [GenerationID]) async throws(StudioError) -> Resumption {
    let catalog = try providers.value()
    follow()
    var jobs: [JobQueue.QueuedJob] = []
    var refusals: [StudioError] = []
    for id in ids {
      do throws(StudioError) {
        jobs.append(try await take(id, catalog))
      } catch {
        refusals.append(error)
      }
    }
    for job in jobs { broadcaster.send(.changed(job.generation)) }
    await queue.add(jobs)
    return Resumption(taken: jobs.map(\.generation.id), refusals: refusals)
  }

  /// The same as `adopt`, and the record says who has it now.
  private func take(
    _ id: GenerationID, _ catalog: ProviderCatalog
  ) async throws(StudioError) -> JobQueue.QueuedJob {
    guard await !queue.holds(id) else {
      throw StudioError(.busy, "This job is under way already.")
    }
    var job = try await adopt(id, catalog)
    job.generation.worker = .thisProcess
    do throws(StudioError) {
      try job.owned.record(job.generation)
    } catch {
      job.owned.release()
      throw error
    }
    return job
  }

  /// A job that waits without an owner, and the right to it. Throws what it is instead.
  private func adopt(
    _ id: GenerationID, _ catalog: ProviderCatalog
  ) async throws(StudioError) -> JobQueue.QueuedJob {
    guard let owned = try await store.adopt(id) else {
      throw StudioError(
        .busy, "Another Easel works on this job.", hint: "`easel jobs` shows how far it is.")
    }
    do throws(StudioError) {
      let generation = try await store.read(id)
      return .init(
        owned: owned, generation: generation, provider: try service(for: generation, owned, catalog)
      )
    } catch {
      owned.release()
      throw error
    }
  }

  private func service(
    for generation: Generation, _ owned: any OwnedGeneration, _ catalog: ProviderCatalog
  ) throws(StudioError) -> any ImageService {
    guard owned.isExclusive else {
      throw StudioError(
        .inputOutput, "The store's file system knows no locks: two processes could send this job.",
        hint: "Cancel it, and submit it anew.")
    }
    guard generation.isLeftWaiting(owned) else {
      throw StudioError(
        .invalidRequest,
        owned.isCancelRequested
          ? "This job is being cancelled."
          : "This job does not wait any more: it is \(generation.state.rawValue).")
    }
    guard let provider = catalog[generation.request.destination.provider] else {
      throw StudioError(
        .badConfiguration,
        "There is no provider “\(generation.request.destination.provider)” here.",
        hint: "See `easel providers`.")
    }
    return provider
  }
}
