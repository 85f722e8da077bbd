import FoundationEssentials
import StudioCore
import Synchronization

/// A studio whose calls are answered by what a test says, and whose history is a list.
final class ScriptedCalls: Studio, ServiceCalls {
  typealias Answer = @Sendable (ServiceCall) async throws(StudioError) -> ServiceReply

  private struct State {
    var calls: [ServiceCall] = []
    var submitted: [GenerationRequest] = []
    var cancelled: [GenerationID] = []
    var history: [Generation] = []
    var listeners: [AsyncStream<StudioEvent>.Continuation] = []
    var cancelledCalls = 0
  }

  private let state = Mutex(State())
  private let answer: Answer

  init(
    history: [Generation] = [],
    answer: @escaping Answer = { (_) throws(StudioError) in .json(#"{"created":1,"data":[]}"#) }
  ) {
    self.answer = answer
    state.withLock { $0.history = history }
  }

  var calls: [ServiceCall] { state.withLock { $0.calls } }
  var submitted: [GenerationRequest] { state.withLock { $0.submitted } }
  var cancelled: [GenerationID] { state.withLock { $0.cancelled } }
  /// Calls whose task was cancelled while they ran.
  var cancelledCalls: Int { state.withLock { $0.cancelledCalls } }
  var listenerCount: Int { state.withLock { $0.listeners.count } }

  func tell(_ event: StudioEvent) {
    for listener in state.withLock({ $0.listeners }) { listener.yield(event) }
  }

  // MARK: ServiceCalls

  func destination(service: String, operation: String) async -> Destination? { nil }

  func call(_ call: ServiceCall) async throws(StudioError) -> ServiceReply {
    state.withLock { $0.calls.append(call) }
    defer { if Task.isCancelled { state.withLock { $0.cancelledCalls += 1 } } }
    return try await answer(call)
  }

  // MARK: Studio

  func parameterTable(for destination: Destination) -> ParameterTable {
    ParameterTable(family: "test", rules: [])
  }
  func estimate(for request: GenerationRequest) async -> Estimate {
    Estimate(cost: .free, typicalSeconds: nil)
  }
  func offers() -> AsyncStream<[Offer]> {
    AsyncStream {
      $0.yield([
        Offer(Destination(provider: .demo, model: "x/z-image-turbo"), .ready),
        Offer(
          Destination(
            provider: .azure, resource: "r", deployment: "pictures", model: "gpt-image-2"), .ready),
      ])
      $0.finish()
    }
  }
  func defaultDestination() async -> Destination {
    Destination(provider: .demo, host: "http://demo", model: "x/z-image-turbo")
  }

  func submit(_ request: GenerationRequest) async throws(StudioError) -> [Generation] {
    guard request.parameters[.size]?.text != "1x1" else {
      throw StudioError(.invalidRequest, "A size of 1×1 is not made here.")
    }
    guard request.prompt != "to nobody" else {
      throw StudioError(.invalidRequest, "No deployment or model is chosen yet.")
    }
    guard request.prompt != "too dear" else {
      throw StudioError(.spendingLimit, "The day's limit is reached.", hint: "Wait for tomorrow.")
    }
    return state.withLock { state in
      if let known = state.history.first(where: { $0.request.requestID == request.requestID }) {
        return [known]
      }
      state.submitted.append(request)
      let generation = Self.generation(state.history.count, request: request)
      state.history.insert(generation, at: 0)
      return [generation]
    }
  }

  func cancel(_ id: GenerationID) async throws(StudioError) {
    state.withLock { $0.cancelled.append(id) }
  }
  func jobs() async throws(StudioError) -> [Generation] {
    state.withLock { $0.history.filter(\.state.isJob) }
  }
  func generation(_ id: GenerationID) async throws(StudioError) -> Generation {
    guard let found = state.withLock({ $0.history.first { $0.id == id } }) else {
      throw StudioError(.notFound, "There is no generation \(id).")
    }
    return found
  }
  func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage {
    let all = state.withLock { $0.history }.filter { generation in
      query.words.allSatisfy { generation.request.prompt.contains($0) }
    }
    return HistoryPage(
      generations: Array(all.dropFirst(offset).prefix(limit)), offset: offset, total: all.count)
  }
  func events() -> AsyncStream<StudioEvent> {
    AsyncStream { continuation in state.withLock { $0.listeners.append(continuation) } }
  }
  func draft() async -> Draft { Draft() }
  func save(_ draft: Draft) async {}
  func promptHistory() async -> [String] { [] }
  func leftJobs() async throws(StudioError) -> LeftJobs { LeftJobs() }
  func resume(_ ids: [GenerationID]) async throws(StudioError) -> Resumption { Resumption() }
  func runningHere() async -> Int { 0 }
  func drain() async {}
  func stop() async {}

  // MARK: Samples

  static func id(_ number: Int) -> GenerationID {
    let digits = String(number, radix: 16)
    let text = "20261121T091500Z-" + String(repeating: "0", count: 8 - digits.count) + digits
    guard let id = GenerationID(rawValue: text) else { preconditionFailure("no id") }
    return id
  }

  static func generation(_ number: Int, request: GenerationRequest? = nil) -> Generation {
    Generation(
      id: id(number),
      request: request
        ?? GenerationRequest(
          requestID: "r\(number)", prompt: "a fox \(number)",
          destination: Destination(provider: .demo, model: "m")),
      createdAt: Date(timeIntervalSince1970: 1_795_252_500), folder: "/nowhere")
  }
}

extension ServiceReply {
  /// A whole JSON answer.
  static func json(
    _ text: String, status: Int = 200, generation: GenerationID? = nil,
    headers: [(name: String, value: String)] = []
  ) -> ServiceReply {
    let bytes = Array(text.utf8)
    return ServiceReply(
      generation: generation, status: status,
      headers: [("Content-Type", "application/json")] + headers, byteCount: bytes.count,
      body: pieces([bytes]), serviceTime: .milliseconds(1))
  }

  /// Pieces one after the other; then the error, if there is one.
  static func pieces(
    _ pieces: [[UInt8]], error: StudioError? = nil
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
      for piece in pieces { continuation.yield(piece) }
      continuation.finish(throwing: error)
    }
  }
}
