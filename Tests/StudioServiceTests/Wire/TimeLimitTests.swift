import Glibc
import StudioCore
import Testing

@testable import StudioService

@Suite("A time limit", .timeLimit(.minutes(3)))
struct TimeLimitTests {
  @Test("on silence ends a wait that leads nowhere, and calls it unknown")
  func idle() async throws {
    let wire = try RawWire(limits: TimeLimits(idle: .milliseconds(200), total: .seconds(100))) {
      $0.receiveRequest()
      $0.waitForEnd()
    }
    let start = ContinuousClock.now
    let ended = try await wire.generate()
    #expect(ContinuousClock.now - start < .seconds(100))
    #expect(ended.state == .unknown)
    #expect(ended.error?.message.contains("in time") == true)
  }

  @Test("on the whole ends an answer that drips for ever")
  func total() async throws {
    // Long enough that some of the answer has come, on a busy machine too: that is what is kept.
    let wire = try RawWire(limits: TimeLimits(idle: .seconds(100), total: .seconds(2))) {
      $0.receiveRequest()
      $0.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      for _ in 0..<10_000 {
        $0.send(" ")
        usleep(20_000)
      }
    }
    let start = ContinuousClock.now
    let ended = try await wire.generate()
    #expect(ContinuousClock.now - start < .seconds(100))
    #expect(ended.state == .unknown)
    #expect(ended.error?.message.contains("in time") == true)
    #expect(wire.files(of: ended) == ["generation.json", "response.part"])
  }

  @Test("on connecting ends it as never sent")
  func connect() async throws {
    let server = try RawServer { $0.waitForEnd() }
    let limits = TimeLimits(connect: .milliseconds(300), idle: .seconds(100), total: .seconds(100))
    let wire = try RawWire(
      limits: limits, environment: ["AZURE_OPENAI_ENDPOINT": "https://127.0.0.1:\(server.port)"]
    ) { _ in }
    let start = ContinuousClock.now
    let ended = try await wire.generate()
    #expect(ContinuousClock.now - start < .seconds(100))
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .unreachable)
    #expect(ended.error?.mayHaveBeenBilled == false)
  }

  @Test("A certificate file that is not there is a failure to connect, and nothing is sent")
  func certificate() async throws {
    let server = try RawServer { $0.waitForEnd() }
    let wire = try RawWire(environment: [
      "AZURE_OPENAI_ENDPOINT": "https://127.0.0.1:\(server.port)",
      "SSL_CERT_FILE": "/nowhere/at/all.pem",
    ]) { _ in }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .unreachable)
    #expect(ended.error?.hint?.contains("SSL_CERT_FILE") == true)
  }
}
