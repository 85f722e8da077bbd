import FoundationEssentials
import Glibc
import ProviderSimulator
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A call with an id that is known", .timeLimit(.minutes(3)))
struct RepeatedCallTests {
  @Test("at the same time and later is one generation, and gets the picture each time")
  func once() async throws {
    let wire = try await Wire()
    let call = CallFixture.ollama(
      ["model": "x/z-image-turbo", "prompt": "p", "size": "128x128"], id: "wish")
    async let one = wire.studio.call(call)
    async let two = wire.studio.call(call)
    let first = try await one
    let second = try await two
    #expect(first.generation == second.generation)
    let bytes = try await first.bytes()
    #expect(try await second.bytes() == bytes)
    await wire.studio.drain()
    let later = try await wire.studio.call(call)
    #expect(later.generation == first.generation)
    let stored = try await later.bytes()
    #expect(later.byteCount == stored.count)
    #expect(Self.pictures(stored) == Self.pictures(bytes))
    #expect(await wire.simulator.ledger().accepted.count == 1)
  }

  private static func pictures(_ bytes: [UInt8]) -> [String] {
    (try? JSONValue(parsing: bytes))?["data"]?.elements.compactMap { $0["b64_json"]?.text } ?? []
  }

  @Test(
    "later says of the pictures what the first answer said", arguments: [false, true])
  func alike(isStream: Bool) async throws {
    let picture = RawWire.png(1).base64EncodedString()
    let said = #""background":"opaque","output_format":"png","quality":"high","size":"8x8""#
    let usage =
      #""usage":{"input_tokens":9,"input_tokens_details":{"image_tokens":0,"text_tokens":9},"output_tokens":4000,"total_tokens":4009}"#
    let name = "image_generation.completed"
    let answer =
      isStream
      ? "event: \(name)\ndata: {\"type\":\"\(name)\",\"b64_json\":\"\(picture)\",\(said),\(usage)}\n\n"
      : #"{"created":1,"data":[{"b64_json":"\#(picture)"}],\#(said),\#(usage)}"#
    let wire = try RawWire { connection in
      connection.receiveRequest()
      let type = isStream ? "text/event-stream" : "application/json"
      connection.answer("200 OK", answer, headers: ["Content-Type: \(type)"])
    }
    let body: JSONValue =
      isStream ? ["prompt": "p", "stream": true, "partial_images": 0] : ["prompt": "p"]
    let call = CallFixture.azure(body, id: "wish")
    let first = try Self.members(try await wire.studio.call(call).text())
    await wire.studio.drain()
    for studio in [wire.studio, try RawWire.studio(wire.environment)] {
      #expect(try Self.members(try await studio.call(call).text()) == first)
    }
    #expect(wire.server.requests.count == 1)
  }

  /// Of the answer, or of its one event, without the time.
  private static func members(_ text: String) throws -> [String: JSONValue] {
    let json = text.split(separator: "\n").first { $0.contains("{") }.map {
      $0.hasPrefix("data: ") ? $0.dropFirst(6) : $0
    }
    let object = try #require(try JSONValue(parsing: Array((json ?? "").utf8)).object)
    return Dictionary(
      uniqueKeysWithValues: object.members.filter { !$0.name.hasPrefix("created") }.map {
        ($0.name, $0.value)
      })
  }

  @Test("that was refused gets the same answer again, from another process what it means")
  func failed() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("400 Bad Request", #"{"error":{"message":"not that"}}"#)
    }
    let first = try await wire.studio.call(CallFixture.azure(id: "wish"))
    let text = try await first.text()
    await wire.studio.drain()
    for _ in 1...2 {
      let again = try await wire.studio.call(CallFixture.azure(id: "wish"))
      #expect(again.status == 400 && again.generation == first.generation)
      #expect(again.header("content-type") == first.header("content-type"))
      #expect(try await again.text() == text)
    }
    let other = try RawWire.studio(wire.environment)
    let error = try await failure { () throws(StudioError) in
      try await other.call(CallFixture.azure(id: "wish"))
    }
    #expect(error.code == .invalidRequest)
    #expect(wire.server.requests.count == 1)
  }

  @Test("that runs in another process is waited for")
  func elsewhere() async throws {
    let gate = Gate()
    let wire = try RawWire { connection in
      connection.receiveRequest()
      gate.wait()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
    }
    let other = try RawWire.studio(wire.environment)
    async let first = wire.studio.call(CallFixture.azure(id: "wish"))
    #expect(try await holds { wire.server.requests.count == 1 })
    async let second = other.call(CallFixture.azure(id: "wish"))
    gate.open()
    let (one, two) = (try await first, try await second)
    #expect(one.generation == two.generation)
    #expect(Self.pictures(try await one.bytes()) == Self.pictures(try await two.bytes()))
    #expect(wire.server.requests.count == 1)
  }
}

/// Holds a server's threads back until a test lets them go.
final class Gate: Sendable {
  private let isOpen = Mutex(false)
  func open() { isOpen.withLock { $0 = true } }
  var hasOpened: Bool { isOpen.withLock { $0 } }
  func wait() { while !hasOpened { usleep(1000) } }
}
