/// Everything that the doors (screen, command line, REST, MCP) know of the machinery behind them.
///
/// All errors thrown are `StudioError`. Nothing here blocks its caller: work happens elsewhere.
public protocol Studio: Sendable {
  /// What each parameter means at a destination. Pure: reads no disk and asks no network.
  func parameterTable(for destination: Destination) -> ParameterTable

  /// Expected price and time of a request.
  func estimate(for request: GenerationRequest) async -> Estimate

  /// Destinations that can be picked: at once what the configuration knows, then each time more is
  /// known; ends when everything has been asked. Never generates.
  func offers() -> AsyncStream<[Offer]>

  /// The destination to begin with: the last one used, else the first that is configured.
  func defaultDestination() async -> Destination

  /// Validates, records (durably, before this returns) and queues a request. Several generations
  /// come back where the service makes fewer pictures a request than asked for.
  /// Submitting a `requestID` a second time changes nothing and returns what is there.
  func submit(_ request: GenerationRequest) async throws(StudioError) -> [Generation]

  /// Asks a job to stop, whoever owns it. If its request has left, it may still be billed.
  func cancel(_ id: GenerationID) async throws(StudioError)

  /// Jobs that are not finished, oldest first, of every process that uses the store.
  func jobs() async throws(StudioError) -> [Generation]

  /// Jobs that wait although nobody works on them. What else dead processes left is made true before
  /// this returns.
  func leftJobs() async throws(StudioError) -> LeftJobs

  /// Takes jobs on that `leftJobs` told of: they are sent.
  func resume(_ ids: [GenerationID]) async throws(StudioError) -> Resumption

  func generation(_ id: GenerationID) async throws(StudioError) -> Generation

  /// The history that matches `query`, newest first.
  func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage

  /// What happens from now on. Every call gives an independent stream; a slow reader loses
  /// progress events first, never the last change of a generation.
  func events() -> AsyncStream<StudioEvent>

  func draft() async -> Draft
  func save(_ draft: Draft) async

  /// Prompts once submitted, newest first, without repetition.
  func promptHistory() async -> [String]

  /// Jobs of this process that have not ended.
  func runningHere() async -> Int

  /// Waits until no job of this process is left.
  func drain() async

  /// Stops this process's jobs and records truthfully what that leaves.
  func stop() async
}
