import FoundationEssentials
import StudioCore
import Testing

@Suite("A generation's state", .timeLimit(.minutes(3)))
struct GenerationStateTests {
  private func generation() throws -> Generation {
    Generation(
      id: try #require(GenerationID(rawValue: "20261121T091500Z-7f3a9c1e")),
      request: GenerationRequest(
        requestID: "r", prompt: "p", destination: Destination(provider: .demo, model: "m")),
      createdAt: Date(timeIntervalSince1970: 100))
  }

  /// The whole machine, spelled out: nothing leaves an end but a find.
  private static let legal: [(Generation.State, Set<Generation.State>)] = [
    (.draft, [.waiting]), (.waiting, [.sending, .failed, .cancelled]),
    (.sending, [.sent, .waiting, .failed, .cancelled]),
    (.sent, [.receiving, .waiting, .failed, .unknown, .cancelled]),
    (.receiving, [.saving, .failed, .unknown, .cancelled]),
    (.saving, [.saved, .failed, .unknown, .cancelled]), (.unknown, [.saved]), (.saved, []),
    (.failed, [.saved]), (.cancelled, [.saved]),
  ]

  @Test("moves along the legal ways and no others", arguments: legal)
  func transitions(state: Generation.State, next: Set<Generation.State>) throws {
    #expect(state.next == next)
    guard let start = Self.way(to: state) else { return }
    for target in Generation.State.allCases {
      var generation = try generation()
      for step in start { generation.advance(to: step) }
      let moved = generation.advance(to: target)
      // Back to the queue leads only what writes the evidence down.
      let isLegal = next.contains(target) && target != .waiting
      #expect(moved == isLegal)
      #expect(generation.state == (isLegal ? target : state))
    }
  }

  private static let refusal = StudioError(.rateLimited, "No more for now.", isRetryable: true)
  private static let resend = Resend(at: Date(timeIntervalSince1970: 160), number: 1, limit: 3)

  @Test(
    "goes back to the queue only with the evidence that nothing was started",
    arguments: Generation.State.allCases)
  func back(state: Generation.State) throws {
    guard let start = Self.way(to: state) else { return }
    var generation = try generation()
    for step in start { generation.advance(to: step) }
    generation.sentAt = Date(timeIntervalSince1970: 120)
    let attempt = try #require(
      RefusedAttempt(
        sentAt: generation.sentAt, refusedAt: Date(timeIntervalSince1970: 130),
        answer: ServiceAnswer(status: 429), error: Self.refusal))
    let before = generation
    let moved = generation.wait(after: attempt, for: Self.resend)
    #expect(moved == (state == .sending || state == .sent))
    guard moved else { return #expect(generation == before) }
    #expect(generation.state == .waiting)
    #expect(generation.refused == [attempt])
    #expect(generation.resend == Self.resend)
    #expect(generation.sentAt == nil, "what waits has not left")
    generation.advance(to: .sending)
    #expect(generation.resend == nil)
    #expect(generation.refused == [attempt])
  }

  @Test(
    "has no evidence in an error that leaves a doubt",
    arguments: [
      StudioError(.timedOut, "x", isRetryable: true), StudioError(.serverFailure, "x"),
      StudioError(.outcomeUnknown, "x", mayHaveBeenBilled: true),
      StudioError(.busy, "x", isRetryable: true, mayHaveBeenBilled: true),
      StudioError(.unreachable, "x"), StudioError(.spendingLimit, "x", isRetryable: true),
      StudioError(.emptyAnswer, "x", isRetryable: true),
    ])
  func doubt(error: StudioError) {
    #expect(!error.provesNoStart)
    #expect(RefusedAttempt(sentAt: nil, refusedAt: Date(), answer: nil, error: error) == nil)
  }

  /// The steps to a state; nil for `draft`, for a generation starts as `waiting`.
  private static func way(to state: Generation.State) -> [Generation.State]? {
    let toTheEnd: [Generation.State] = [.sending, .sent, .receiving, .saving, .saved]
    if let place = toTheEnd.firstIndex(of: state) { return Array(toTheEnd[...place]) }
    return switch state {
    case .waiting: []
    case .unknown: [.sending, .sent, .unknown]
    case .failed, .cancelled: [state]
    default: nil
    }
  }

  @Test("that is illegal is refused and changes nothing")
  func refusal() throws {
    var generation = try generation()
    let before = generation
    let moved = generation.advance(to: .saved)
    #expect(!moved)
    #expect(generation == before)
  }

  @Test("tells who works on it, and whether a byte may have left")
  func meanings() {
    let jobs: Set<Generation.State> = [.waiting, .sending, .sent, .receiving, .saving]
    let left: Set<Generation.State> = [.sent, .receiving, .saving]
    for state in Generation.State.allCases {
      #expect(state.isJob == jobs.contains(state))
      #expect(state.isRunning == (jobs.contains(state) && state != .waiting))
      #expect(state.mayHaveLeft == left.contains(state))
    }
  }

  @Test("at an end has no worker any more, and a duration")
  func ends() throws {
    var generation = try generation()
    generation.worker = Worker(host: "here", pid: 1)
    generation.advance(to: .sending)
    #expect(generation.worker != nil)
    #expect(generation.duration == nil)
    generation.finishedAt = Date(timeIntervalSince1970: 130)
    generation.advance(to: .failed)
    #expect(generation.worker == nil)
    #expect(generation.duration == 30)
    generation.sentAt = Date(timeIntervalSince1970: 110)
    #expect(generation.duration == 20)
  }
}
