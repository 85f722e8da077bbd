import FoundationEssentials
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("A call answered by a stream of events", .timeLimit(.minutes(3)))
struct StreamedCallTests {
  private static let head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

  private static func event(_ kind: String, _ mark: UInt8) -> String {
    "event: image_generation.\(kind)\ndata: {\"type\":\"image_generation.\(kind)\",\"b64_json\":\""
      + RawWire.png(mark).base64EncodedString()
      + "\",\"usage\":{\"output_tokens\":100}}\n\n"
  }

  private static func chunk(_ text: String) -> String {
    "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
  }

  private func request(_ wire: RawWire) async throws(StudioError) -> ServiceReply {
    try await wire.studio.call(
      CallFixture.azure(["prompt": "p", "n": 2, "stream": true, "partial_images": 1]))
  }

  @Test("gets the bytes as they came, and only completed pictures are kept")
  func whole() async throws {
    let events = [
      ": hello\n\n", Self.event("partial_image", 9), Self.event("completed", 1),
      Self.event("completed", 2), "data: [DONE]\n\n",
    ]
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send(Self.head)
      for event in events { connection.send(Self.chunk(event)) }
      connection.send("0\r\n\r\n")
    }
    let reply = try await request(wire)
    #expect(reply.header("content-type") == "text/event-stream")
    #expect(reply.byteCount == nil)
    #expect(try await reply.text() == events.joined())
    await wire.studio.drain()
    let saved = try await wire.studio.generation(try #require(reply.generation))
    #expect(saved.state == .saved)
    #expect(saved.usage?.outputTokens == 200)
    #expect(saved.warnings.isEmpty)
    #expect(wire.files(of: saved) == ["1.png", "2.png", "generation.json"])
    for (image, mark) in zip(saved.images, [1, 2] as [UInt8]) {
      #expect(FileManager.default.contents(atPath: saved.path(of: image)) == RawWire.png(mark))
    }
  }

  @Test("sees a preview before the picture is there, and the picture when it is durable")
  func early() async throws {
    let gate = Gate()
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send(Self.head + Self.chunk(Self.event("partial_image", 9)))
      gate.wait()
      connection.send(Self.chunk(Self.event("completed", 1)) + "0\r\n\r\n")
    }
    let reply = try await request(wire)
    let id = try #require(reply.generation)
    let folder = try await wire.studio.generation(id).folder
    var text = ""
    for try await bytes in reply.body {
      text += String(decoding: bytes, as: UTF8.self)
      if text.contains("completed") {
        #expect(FileManager.default.fileExists(atPath: "\(folder)/1.png"))
      } else {
        gate.open()
      }
    }
    #expect(text.hasSuffix(Self.event("completed", 1)))
  }

  @Test(
    "that breaks or ends without a picture throws after what was whole",
    arguments: [true, false])
  func cut(isAbrupt: Bool) async throws {
    let preview = Self.event("partial_image", 9)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send(Self.head + Self.chunk(preview))
      connection.send(
        isAbrupt ? Self.chunk(String(Self.event("completed", 1).prefix(200))) : "0\r\n\r\n")
    }
    let reply = try await request(wire)
    var text = ""
    var failure: StudioError?
    do {
      for try await bytes in reply.body { text += String(decoding: bytes, as: UTF8.self) }
    } catch {
      failure = error as? StudioError
    }
    #expect(text == preview)
    #expect(failure?.mayHaveBeenBilled == true)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(reply.generation))
    #expect(ended.state == .unknown)
    #expect(ended.images.isEmpty)
  }

  @Test("that says an error is relayed to its end, and the record fails with it")
  func error() async throws {
    let event = "event: error\ndata: {\"type\":\"error\",\"code\":\"content_policy_violation\"}\n\n"
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send(Self.head + Self.chunk(event) + "0\r\n\r\n")
    }
    let reply = try await request(wire)
    #expect(try await reply.text() == event)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(try #require(reply.generation))
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .contentPolicy)
  }

  @Test("is settled after a crash from what had arrived")
  func settled() async throws {
    let folder = try StoreFolder()
    let store = folder.store()
    var generation = Generation(
      id: try GenerationID.new(),
      request: GenerationRequest(
        requestID: "r", prompt: "p", destination: Destination(provider: .azure, deployment: "d")),
      createdAt: Date())
    let owned = try await store.create(generation)
    for state in [Generation.State.sending, .sent, .receiving] { generation.advance(to: state) }
    try owned.record(generation)
    let part = try owned.openAnswer()
    let text = Self.event("partial_image", 9) + Self.event("completed", 1) + "event: im"
    try Array(text.utf8).withUnsafeBytes { try part.append($0) }
    owned.release()
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    let settled = try await store.read(generation.id)
    #expect(settled.state == .saved)
    #expect(
      FileManager.default.contents(atPath: "\(owned.folder)/1.png") == RawWire.png(1))
  }
}

@Suite("A stream of events", .timeLimit(.minutes(3)))
struct EventStreamReaderTests {
  private struct Collected: EventSink {
    var events: [String] = []
    var data: [UInt8] = []

    mutating func append(_ bytes: UnsafeRawBufferPointer, of name: [UInt8]) { data += bytes }
    mutating func end(of name: [UInt8], at offset: Int) {
      events.append(
        String(decoding: name, as: UTF8.self) + "|" + String(decoding: data, as: UTF8.self))
      data = []
    }
  }

  private static let stream =
    "\u{FEFF}: comment\nevent: a\ndata: one\ndata:two\ndata\n\nevent: lost\n\nid: 7\nretry: 5\n"
    + "data:  spaced\nevent: b\nunknown: x\n\ndata: unfinished"

  @Test(
    "is read alike whatever its line endings, and wherever it is split",
    arguments: ["\n", "\r", "\r\n"])
  func splits(ending: String) throws {
    let bytes = Array(Self.stream.replacing("\n", with: ending).utf8)
    for size in [1, 2, 3, 7, bytes.count] {
      var reader = EventStreamReader(sink: Collected())
      for start in stride(from: 0, to: bytes.count, by: size) {
        try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { try reader.read($0) }
      }
      #expect(reader.sink.events == ["a|one\ntwo\n", "b| spaced"])
      #expect(!reader.isBetweenEvents)
      #expect(
        String(decoding: bytes[reader.settledOffset...], as: UTF8.self).hasSuffix(
          "data: unfinished"))
      #expect(bytes.count - reader.settledOffset <= "data: unfinished".utf8.count + 1)
    }
  }
}
