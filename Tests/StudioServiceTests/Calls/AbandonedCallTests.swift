import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A call whose caller goes away", .timeLimit(.minutes(3)))
struct AbandonedCallTests {
  /// Calls, goes away while the service works, and gives the record at the end.
  private func abandoned(_ call: ServiceCall) async throws -> Generation {
    let gate = Gate()
    let wire = try RawWire { connection in
      connection.receiveRequest()
      gate.wait()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let task = Task { try await wire.studio.call(call) }
    #expect(try await holds { wire.server.requests.count == 1 })
    task.cancel()
    let result = await task.result
    #expect(throws: StudioError.self) { try result.get() }
    if call.abandonment == .finish
      || call.service == CallFixture.azureService && call.abandonment == .finishIfBilled
    {
      gate.open()
    }
    await wire.studio.drain()
    gate.open()
    return try #require(try await wire.studio.history(.all, offset: 0, limit: 9).generations.first)
  }

  @Test("is finished and kept where it costs money, or the caller says so")
  func finished() async throws {
    #expect(try await abandoned(CallFixture.azure()).state == .saved)
    #expect(try await abandoned(CallFixture.ollama(abandonment: .finish)).state == .saved)
  }

  @Test("is stopped where it costs none, or the caller says so, and the record tells")
  func stopped() async throws {
    let free = try await abandoned(CallFixture.ollama())
    #expect(free.state == .cancelled)
    #expect(free.error?.mayHaveBeenBilled == false)
    let paid = try await abandoned(CallFixture.azure(abandonment: .stop))
    #expect(paid.state == .cancelled)
    #expect(paid.error?.mayHaveBeenBilled == true)
  }

  @Test("is not sent any more where it still waits: it would be billed for nobody")
  func waiting() async throws {
    let gate = Gate()
    let wire = try RawWire { connection in
      connection.receiveRequest()
      gate.wait()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    defer { gate.open() }
    // As many as a service is asked for at once, and one more.
    let calls = (0..<64).map { _ in Task { try await wire.studio.call(CallFixture.azure()) } }
    #expect(try await holds { wire.server.requests.count == 64 })
    let late = Task { try await wire.studio.call(CallFixture.azure(id: "late")) }
    #expect(
      try await holds { try await wire.studio.jobs().contains { $0.request.requestID == "late" } })
    late.cancel()
    _ = await late.result
    #expect(
      try await holds { try await !wire.studio.jobs().contains { $0.request.requestID == "late" } })
    gate.open()
    for call in calls { #expect(try await call.value.status == 200) }
    await wire.studio.drain()
    #expect(wire.server.requests.count == 64)
    let ended = try await wire.studio.history(.all, offset: 0, limit: 99).generations
      .first { $0.request.requestID == "late" }
    #expect(ended?.state == .cancelled && ended?.error?.mayHaveBeenBilled == false)
  }

  @Test("is not stopped while another one still waits for it")
  func shared() async throws {
    let gate = Gate()
    let wire = try RawWire { connection in
      connection.receiveRequest()
      gate.wait()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let call = CallFixture.ollama(id: "wish")
    let first = Task { try await wire.studio.call(call) }
    #expect(try await holds { wire.server.requests.count == 1 })
    let second = Task { try await wire.studio.call(call) }
    try await Task.sleep(for: .milliseconds(50))
    first.cancel()
    _ = await first.result
    gate.open()
    #expect(try await second.value.status == 200)
  }
}
