import FoundationEssentials
import Glibc
import ProviderSimulator
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A request that certainly started nothing", .timeLimit(.minutes(3)))
struct ResendTests {
  private func options(_ fault: Fault, times: Int? = nil) -> SimulatorOptions {
    SimulatorOptions(script: FaultScript(rules: [FaultRule(fault, times: times)]))
  }

  private static func limited(_ headers: [String: String]) -> Fault {
    .answer(status: 429, headers: headers, body: #"{"error":{"code":"429","message":"x"}}"#)
  }

  @Test(
    "is sent again until it is taken, and made and billed once",
    arguments: [
      limited(["retry-after-ms": "20"]), limited(["Retry-After": "0"]), limited([:]),
      limited(["Retry-After": "soon", "retry-after-ms": "-1"]),
      .answer(status: 503, headers: [:], body: ""),
      .answer(status: 503, headers: ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"], body: "x"),
    ])
  func taken(fault: Fault) async throws {
    let wire = try await Wire(options(fault, times: 2), resends: 3)
    let ended = try #require(
      try await wire.generate("x", wire.destination(deployment: "gpt-image-2")).first)
    #expect(ended.state == .saved)
    #expect(ended.images.count == 1)
    #expect(ended.error == nil && ended.resend == nil)
    #expect(ended.refused.count == 2)
    #expect(ended.refused.allSatisfy { $0.sentAt != nil && ($0.answer?.status ?? 0) > 428 })
    #expect(ended.sentAt.map { $0 >= ended.refused[1].refusedAt } == true)
    let ledger = await wire.simulator.ledger()
    #expect(ledger.accepted.count == 1)
    #expect(ledger.refused == 2)
  }

  @Test("is sent again as often as the limit says, and then failed, not billed", arguments: 0...2)
  func limit(limit: Int) async throws {
    let wire = try await Wire(options(Self.limited([:])), resends: limit)
    let ended = try #require(
      try await wire.generate("x", wire.destination(deployment: "gpt-image-2")).first)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .rateLimited)
    #expect(ended.error?.mayHaveBeenBilled == false)
    #expect(ended.cost == .free)
    #expect(ended.refused.count == limit)
    #expect(ended.error?.message.hasSuffix("It was tried \(limit + 1) times.") == (limit > 0))
    #expect(ended.error?.hint?.contains("tried") == false, "a hint says what to do next")
    let ledger = await wire.simulator.ledger()
    #expect(ledger.accepted.isEmpty)
    #expect(ledger.refused == limit + 1)
  }

  @Test("for want of a connection never left, and is tried again")
  func unreachable() async throws {
    let wire = try RawWire(
      environment: ["AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:1"], resends: 2
    ) { _ in }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .unreachable)
    #expect(ended.refused.map(\.error.code) == [.unreachable, .unreachable])
    #expect(ended.refused.allSatisfy { $0.sentAt == nil && $0.answer == nil })
    #expect(ended.sentAt == nil)
  }

  @Test("for want of TLS never left, and is tried again")
  func tls() async throws {
    let server = try RawServer { connection in
      _ = connection.receive()
      connection.send("this is no TLS\r\n")
    }
    let wire = try RawWire(
      environment: ["AZURE_OPENAI_ENDPOINT": "https://127.0.0.1:\(server.port)"], resends: 2
    ) { _ in }
    let ended = try await wire.generate()
    #expect(ended.error?.code == .unreachable)
    #expect(ended.refused.count == 2)
    #expect(server.connectionCount == 3)
  }

  @Test("is tried again where its server's version could not be asked")
  func ollama() async throws {
    let wire = try RawWire(environment: ["OLLAMA_HOST": "http://127.0.0.1:1"], resends: 1) { _ in }
    let id = try #require(
      try await wire.studio.submit(
        GenerationRequest(
          requestID: "r", prompt: "x",
          destination: Destination(provider: .ollama, host: "http://127.0.0.1:1", model: "m"))
      ).first
    ).id
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .failed)
    #expect(ended.refused.map(\.error.code) == [.unreachable])
  }

  @Test(
    "is nothing that may have started something: such a request is never sent again",
    arguments: [
      "400 Bad Request", "404 Not Found", "408 Request Timeout", "409 Conflict",
      "500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout", "307 Temporary", "",
      "200 OK",
    ])
  func never(status: String) async throws {
    let wire = try RawWire(resends: 3) { connection in
      connection.receiveRequest()
      if !status.isEmpty { connection.answer(status, "{}", headers: ["Retry-After: 0"]) }
    }
    let ended = try await wire.generate()
    #expect(ended.refused.isEmpty)
    #expect(ended.state == .failed || ended.state == .unknown)
    #expect(wire.server.requests.count == 1)
  }

  @Test("says each time sent on disk before its first byte leaves")
  func order() async throws {
    let states = Mutex<[[String]]>([])
    let place = Mutex("")
    let wire = try RawWire(resends: 2) { connection in
      connection.receiveRequest()
      states.withLock { $0.append(RecordBeforeByteTests.states(below: place.withLock { $0 })) }
      connection.answer("429 Too Many Requests", "{}", headers: ["retry-after-ms: 1"])
    }
    place.withLock { $0 = wire.folder.path }
    _ = try await wire.generate()
    #expect(states.withLock { $0 } == [["sent"], ["sent"], ["sent"]])
  }

  /// A job that was refused once, with these headers, and waits.
  private func waiting(_ headers: String...) async throws -> (RawWire, Generation) {
    let wire = try RawWire(resends: 3) { connection in
      connection.receiveRequest()
      connection.answer("429 Too Many Requests", "{}", headers: headers)
    }
    let id = try #require(try await wire.studio.submit(wire.request()).first).id
    try await wire.waits(for: id, in: .waiting) { $0.resend != nil }
    return (wire, try await wire.store.read(id))
  }

  @Test("waits as long as the service says; the record tells until when, and why")
  func countdown() async throws {
    let (wire, left) = try await waiting("Retry-After: 60")
    let resend = try #require(left.resend)
    #expect((50...61).contains(resend.seconds(from: Date())))
    #expect((resend.number, resend.limit) == (1, 3))
    #expect(left.refusal == "rate limited")
    #expect(left.refused.first?.answer?.status == 429)
    #expect(left.sentAt == nil && left.sent == nil)
    await wire.studio.stop()
  }

  @Test("waits for the moment that a date names")
  func date() async throws {
    let moment = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded() + 40)
    var seconds = time_t(moment.timeIntervalSince1970)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 64)
    let length = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    let date = String(decoding: text.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let (wire, left) = try await waiting("Retry-After: \(date)")
    #expect(left.resend?.at == moment)
    await wire.studio.stop()
  }

  @Test("is cancelled while it waits: nothing was billed, and nothing is sent any more")
  func cancelled() async throws {
    let (wire, left) = try await waiting("Retry-After: 60")
    try await wire.studio.cancel(left.id)
    await wire.studio.drain()
    let ended = try await wire.store.read(left.id)
    #expect(ended.state == .cancelled)
    #expect(ended.error?.mayHaveBeenBilled == false)
    #expect(ended.error?.message.contains("nothing was billed") == true)
    #expect(ended.cost == .free)
    #expect(ended.resend == nil && ended.refused.count == 1)
    #expect(wire.server.requests.count == 1)
  }

  @Test("is cancelled while it waits by another process")
  func cancelledFromOutside() async throws {
    let (wire, left) = try await waiting("Retry-After: 60")
    let other = try RawWire.studio(wire.environment)
    try await other.cancel(left.id)
    await wire.studio.drain()
    #expect(try await other.generation(left.id).state == .cancelled)
    #expect(wire.server.requests.count == 1)
  }

  @Test("ends with the process while it waits, and says that nothing was billed")
  func stopped() async throws {
    let (wire, left) = try await waiting("Retry-After: 60")
    await wire.studio.stop()
    let ended = try await wire.store.read(left.id)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .interrupted)
    #expect(ended.error?.mayHaveBeenBilled == false)
    #expect(wire.server.requests.count == 1)
  }

  @Test("is not waited for where the service asks for hours: it ends and says when to come back")
  func hours() async throws {
    let wire = try RawWire(resends: 3) { connection in
      connection.receiveRequest()
      connection.answer("429 Too Many Requests", "{}", headers: ["Retry-After: 86400"])
    }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.refused.isEmpty)
    #expect(ended.error?.hint?.contains("24 h") == true)
    #expect(ended.error?.retryAt.map { $0.timeIntervalSinceNow > 86_000 } == true)
    #expect(wire.server.requests.count == 1)
  }

  @Test("is not sent again where the disk does not take the evidence")
  func diskFull() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("429 Too Many Requests", "{}", headers: ["Retry-After: 0"])
    }
    let ended = try await RecordBeforeByteTests.run(wire, failingIn: .waiting, resends: 3)
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .rateLimited)
    #expect(wire.server.requests.count == 1)
  }

  @Test("keeps no credential in the evidence")
  func secrets() async throws {
    let wire = try RawWire(resends: 1) { connection in
      connection.receiveRequest()
      connection.answer(
        "429 Too Many Requests", #"{"error":{"message":"\#(RawWire.key) is limited"}}"#,
        headers: ["retry-after-ms: 1", "apim-request-id: \(RawWire.key)"])
    }
    let ended = try await wire.generate()
    #expect(ended.refused.count == 1)
    let record = try String(contentsOfFile: ended.recordPath, encoding: .utf8)
    #expect(!record.contains(RawWire.key))
  }

  @Test("is its caller's answer at a door, at once")
  func door() async throws {
    let wire = try RawWire(capabilities: CallFixture.seeds(), resends: 3) { connection in
      connection.receiveRequest()
      connection.answer("429 Too Many Requests", "{}", headers: ["Retry-After: 1"])
    }
    let reply = try await wire.studio.call(CallFixture.azure())
    #expect(reply.status == 429)
    #expect(reply.header("retry-after") == "1")
    await wire.studio.drain()
    #expect(wire.server.requests.count == 1)
  }
}

@Suite("The rules of resending", .timeLimit(.minutes(1)))
struct ResendRulesTests {
  private static let busy = StudioError(.busy, "x", isRetryable: true)

  @Test("double the pause, up to a minute, a quarter more or less")
  func pauses() throws {
    let rules = ResendRules(limit: 20)
    let now = Date(timeIntervalSince1970: 0)
    for (count, seconds) in [(1, 1.0), (2, 2), (3, 4), (6, 32), (7, 60), (20, 60)] {
      let pauses = try (0..<50).map { _ in
        try #require(rules.next(after: count, Self.busy, now: now)).at.timeIntervalSince1970
      }
      #expect(pauses.allSatisfy { (seconds * 0.75...seconds * 1.25).contains($0) })
      #expect(Set(pauses).count > 1, "several programs must not come back together")
    }
  }

  @Test("never come back sooner than the service says, nor at once")
  func service() {
    let now = Date(timeIntervalSince1970: 0)
    let rules = ResendRules(limit: 3)
    for (said, expected) in [(12.0, 12.0), (0, 1), (-5000, 1), (600, 600)] {
      var error = Self.busy
      error.retryAt = now + said
      #expect(rules.next(after: 1, error, now: now)?.at == now + expected)
    }
    var error = Self.busy
    error.retryAt = now + 601
    #expect(rules.next(after: 1, error, now: now) == nil)
  }

  @Test("end with the limit, and know no resend without evidence")
  func limits() {
    #expect(ResendRules(limit: 2).next(after: 2, Self.busy) != nil)
    #expect(ResendRules(limit: 2).next(after: 3, Self.busy) == nil)
    #expect(ResendRules.never.next(after: 1, Self.busy) == nil)
    #expect(ResendRules(limit: 2).next(after: 1, StudioError(.timedOut, "x")) == nil)
  }
}
