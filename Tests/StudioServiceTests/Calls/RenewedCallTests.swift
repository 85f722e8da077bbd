import FoundationEssentials
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A call whose id is known", .timeLimit(.minutes(3)))
struct RenewedCallTests {
  @Test("is refused where its body or destination is another one")
  func mixedUp() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let first = try await wire.studio.call(CallFixture.azure(["prompt": "a", "x": 1], id: "wish"))
    _ = try await first.bytes()
    await wire.studio.drain()
    let others = [
      CallFixture.azure(["prompt": "a", "x": 2], id: "wish"),
      CallFixture.azure(["prompt": "a", "x": 1], deployment: "gpt-image-1", id: "wish"),
      CallFixture.ollama(["prompt": "a", "x": 1], id: "wish"),
    ]
    for other in others {
      let error = try await failure { () throws(StudioError) in try await wire.studio.call(other) }
      #expect(error.code == .invalidRequest)
      #expect(error.hint?.contains("This name was used for another request") == true)
    }
    let same = CallFixture.azure(["prompt": "a", "x": 1], id: "wish")
    #expect(try await wire.studio.call(same).generation == first.generation)
    #expect(wire.server.requests.count == 1)
  }

  @Test("is made anew where the attempt before it was cancelled and cost nothing")
  func cancelled() async throws {
    let count = Mutex(0)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      guard
        count.withLock({
          $0 += 1; return $0
        }) > 1
      else { return connection.waitForEnd() }
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let call = CallFixture.ollama(id: "wish")
    let first = Task { try await wire.studio.call(call) }
    #expect(try await holds { wire.server.requests.count == 1 })
    first.cancel()
    _ = await first.result
    await wire.studio.drain()
    let second = try await wire.studio.call(call)
    #expect(second.status == 200)
    _ = try await second.bytes()
    await wire.studio.drain()
    // From now on it is the second one's answer.
    #expect(try await wire.studio.call(call).generation == second.generation)
    #expect(wire.server.requests.count == 2)
    let all = try await wire.studio.history(.all, offset: 0, limit: 9).generations
    #expect(Set(all.map(\.state)) == [.cancelled, .saved])
    #expect(all.count == 2)
    #expect(all.allSatisfy { $0.cost == .free && $0.request.requestID == "wish" })
  }

  @Test(
    "is made anew only where nothing can have been billed",
    arguments: [("429 Too Many Requests", 2), ("500 Internal Server Error", 1)])
  func billed(status: String, requests: Int) async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(status, "{}")
    }
    for _ in 0..<2 {
      _ = try? await wire.studio.call(CallFixture.azure(id: "wish"))
      await wire.studio.drain()
    }
    #expect(wire.server.requests.count == requests)
  }
}
