import CapabilitySpecs
import FoundationEssentials
public import StudioCore
import Synchronization

extension LocalStudio: ServiceCalls {
  public func destination(service: String, operation: String) async -> Destination? {
    guard let called = try? services.operation(service, operation), called.makesImages else {
      return nil
    }
    let empty = ServiceCall(requestID: "", service: service, operation: operation, arguments: [:])
    return try? destination(of: CallRequest(called, services.configuration, empty), body: nil)
  }

  public func call(_ call: ServiceCall) async throws(StudioError) -> ServiceReply {
    let called = try services.operation(call.service, call.operation)
    guard called.makesImages else {
      try services.spending?.check(called)
      return try await relay(call, of: called)
    }
    return try await generate(call, by: called)
  }

  // MARK: Pictures

  private func generate(
    _ call: ServiceCall, by called: CalledOperation
  ) async throws(StudioError) -> ServiceReply {
    let request = CallRequest(called, services.configuration, call)
    let asked = try request.body()
    let destination = try destination(of: request, body: asked?.json)
    let body = try CallSeed.promised(asked, at: destination)
    try CallLimits.check(body)
    let wish = GenerationRequest(call, body: body?.json, destination: destination)
    let service = try service(of: request, body)
    let repeated = RepeatedCall(
      wish: wish, sent: service.prepared.sent, isSeedDrawn: asked?.json != body?.json)
    switch try await claim(repeated, service, call) {
    case .new(let listener):
      let reply = try await listener.reply()
      refusals.note(reply, of: listener)
      return reply
    case .known(let generation, let outlet):
      if let outlet { return try await outlet.listen(call.abandonment).reply() }
      return try await reply(known: generation, call.abandonment)
    }
  }

  private enum Claim {
    case new(AnswerOutlet.Listener)
    /// With the place where its answer still comes out.
    case known(Generation, AnswerOutlet?)
  }

  /// Takes the wish on, unless it is there already.
  private func claim(
    _ repeated: RepeatedCall, _ service: CalledService, _ call: ServiceCall
  ) async throws(StudioError) -> Claim {
    try await turns.take(call.requestID)
    defer { turns.end(call.requestID) }
    if call.isNew, let listener = try await start(repeated.wish, service, call.abandonment) {
      return .new(listener)
    }
    return try await record(repeated, service, call.abandonment)
  }

  /// Starts a wish that nobody can have called for before, if it need not wait: its first record is
  /// the one that says `sent`. nil for one that has to be recorded before, because it waits, or
  /// because others must reckon with its cost.
  private func start(
    _ wish: GenerationRequest, _ service: CalledService, _ abandonment: ServiceCall.Abandonment
  ) async throws(StudioError) -> AnswerOutlet.Listener? {
    guard services.spending == nil, await !queue.holds(request: wish.requestID) else { return nil }
    // Its caller may have left, and asked again, already.
    guard !Task.isCancelled else { throw .unsent(true) }
    try StoreSpace.check(wish.parameters, besides: await queue.space, in: storeFolder)
    var generation = try new(wish, callerWaits: true)
    let owned = store.draft(generation.id)
    generation.folder = owned.folder
    let outlet = AnswerOutlet(generation.id, abandoned: abandoning(generation))
    let job = JobQueue.QueuedJob(
      owned: owned, generation: generation, provider: service, outlet: outlet)
    let listener = outlet.listen(abandonment)
    return await queue.start(job) ? listener : nil
  }

  /// Records and queues the wish, unless it is there already, in whatever process.
  private func record(
    _ call: RepeatedCall, _ service: CalledService, _ abandonment: ServiceCall.Abandonment
  ) async throws(StudioError) -> Claim {
    let lock = try await SubmissionLock.take(in: storeFolder)
    defer { lock.release() }
    let wish = call.wish
    if let running = await queue.job(forRequest: wish.requestID),
      let answering = try call.answering(among: [running.generation])
    {
      return .known(answering, running.outlet)
    }
    let known = try await store.generations(forRequest: wish.requestID)
      .map { unwritten.truth(of: $0) }
    if let answering = try call.answering(among: known) { return .known(answering, nil) }
    try await services.spending?.check(prices.estimate(for: wish), in: store)
    try StoreSpace.check(wish.parameters, besides: await queue.space, in: storeFolder)
    var job = try await make(wish, service, [], callerWaits: true)
    let outlet = AnswerOutlet(job.generation.id, abandoned: abandoning(job.generation))
    let listener = outlet.listen(abandonment)
    job.outlet = outlet
    await queue.add([job])
    return .new(listener)
  }

  /// The answer of a wish that was called for before: its own while it is still on its way, else one
  /// made of what is stored.
  private func reply(
    known: Generation, _ abandonment: ServiceCall.Abandonment
  ) async throws(StudioError) -> ServiceReply {
    if let outlet = await queue.outlet(of: known.id) {
      return try await outlet.listen(abandonment).reply()
    }
    let ended = try await end(of: known.id)
    if ended.state != .saved, let failure = ended.error {
      if let refusal = try await refusals.reply(of: known.id) { return refusal }
      throw failure
    }
    return try StoredAnswer([ended]).reply
  }

  private func abandoning(
    _ generation: Generation
  ) -> @Sendable (ServiceCall.Abandonment) -> Void {
    let (queue, id, isFree) = (queue, generation.id, generation.cost == .free)
    return { abandonment in
      switch abandonment {
      case .finish: break
      // What has not left is not billed yet, and nobody waits for it any more.
      case .finishIfBilled where !isFree: Task { _ = await queue.withdraw(id) }
      case .finishIfBilled, .stop: Task { _ = await queue.cancel(id) }
      }
    }
  }

  private func service(
    of request: CallRequest, _ body: CallBody?
  ) throws(StudioError) -> CalledService {
    let called = request.called
    return CalledService(
      profile: called.profile,
      prepared: try request.prepared(body, limits: services.limits),
      azureCredential: try request.azureCredential,
      keyVariables: called.capability.environmentKeys(for: called.service))
  }

  private func destination(
    of request: CallRequest, body: JSONValue?
  ) throws(StudioError) -> Destination {
    let model = body?["model"]?.text
    switch request.called.profile {
    case .azure:
      return Destination(
        provider: services.isDemo ? .demo : .azure,
        resource: services.isDemo
          ? nil : request.azureEndpoint?.resource ?? services.configuration.azureResource,
        deployment: try request.deployment)
    case .ollama:
      return Destination(
        provider: services.isDemo ? .demo : .ollama,
        host: services.isDemo ? nil : services.configuration.ollamaHost.base, model: model)
    case .other:
      let base = try request.base()
      return Destination(
        provider: request.called.provider,
        host: ServiceOrigin(base)?.text, deployment: try request.deployment, model: model)
    }
  }

  // MARK: Other operations

  private func relay(
    _ call: ServiceCall, of called: CalledOperation
  ) async throws(StudioError) -> ServiceReply {
    let request = CallRequest(called, services.configuration, call)
    let relay = ServiceRelay(
      service: try service(of: request, try request.body()),
      destination: Destination(provider: called.provider),
      transport: transport, folder: services.folder)
    let task = Mutex<Task<Void, Never>?>(nil)
    let outlet = AnswerOutlet(nil) { abandonment in
      if abandonment != .finish { task.withLock { $0?.cancel() } }
    }
    let listener = outlet.listen(call.abandonment)
    task.withLock { $0 = Task { await relay.run(into: outlet) } }
    return try await listener.reply()
  }
}
