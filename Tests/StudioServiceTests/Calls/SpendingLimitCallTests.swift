import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A call under a daily spending limit", .timeLimit(.minutes(3)))
struct SpendingLimitCallTests {
  /// gpt-image-1 at low quality costs 0.011 dollars a square picture, and no usage is told.
  private let body: JSONValue = ["prompt": "p", "quality": "low", "size": "1024x1024"]

  private func wire(limit: Double) throws -> RawWire {
    let picture = RawWire.png(1).base64EncodedString()
    return try RawWire(dailySpendingLimit: limit) { connection in
      connection.receiveRequest()
      connection.answer("200 OK", #"{"data":[{"b64_json":"\#(picture)"}]}"#)
    }
  }

  @Test("is sent until the day's sum would exceed it, and says what is spent and how to raise it")
  func limit() async throws {
    let wire = try wire(limit: 0.03)
    for _ in 0..<2 {
      _ = try await wire.studio.call(CallFixture.azure(body, deployment: "gpt-image-1"))
      await wire.studio.drain()
    }
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure(body, deployment: "gpt-image-1"))
    }
    #expect(error.code == .spendingLimit)
    #expect(error.message.contains("$0.03 a day"))
    #expect(error.hint?.contains("--daily-limit") == true)
    #expect(wire.server.requests.count == 2)
    _ = try await wire.studio.call(CallFixture.ollama())
    #expect(wire.server.requests.count == 3)
  }

  @Test("whose price nobody knows is refused")
  func unknownPrice() async throws {
    let wire = try wire(limit: 100)
    let error = try await failure { () throws(StudioError) in
      try await wire.studio.call(CallFixture.azure(deployment: "my-own-name"))
    }
    #expect(error.code == .spendingLimit)
    #expect(wire.server.requests.isEmpty)
  }

  @Test("counts what other studios on the store do at the same time")
  func together() async throws {
    let wire = try wire(limit: 0.025)
    var options = LocalStudioOptions(
      environment: wire.environment, directories: Directories(environment: wire.environment),
      demo: { throw CancellationError() })
    options.dailySpendingLimit = 0.025
    let studios = [wire.studio, try LocalStudio(options)]
    let accepted = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<8 {
        group.addTask {
          let call = CallFixture.azure(body, deployment: "gpt-image-1")
          return (try? await studios[number % 2].call(call)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(accepted == 2)
    #expect(wire.server.requests.count == 2)
  }
}
