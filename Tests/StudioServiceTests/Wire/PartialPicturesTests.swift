import FoundationEssentials
import ProviderSimulator
import StudioCore
import Synchronization
import Testing

@testable import StudioService

/// A stream of events as Azure OpenAI sends it.
enum EventText {
  static let header = "Content-Type: text/event-stream"

  static func event(_ kind: String, _ base64: String, isNamed: Bool = true) -> String {
    (isNamed ? "event: image_generation.\(kind)\n" : "")
      + "data: {\"type\":\"image_generation.\(kind)\",\"b64_json\":\"\(base64)\","
      + "\"usage\":{\"output_tokens\":100}}\n\n"
  }

  static func partial(_ mark: UInt8, bytes: Int = 600, isNamed: Bool = true) -> String {
    event(
      "partial_image", RawWire.png(mark, bytes: bytes).base64EncodedString(), isNamed: isNamed)
  }

  static func completed(_ mark: UInt8) -> String {
    event("completed", RawWire.png(mark).base64EncodedString())
  }
}

/// The progress of a studio's jobs, as it is told.
final class ToldProgress: Sendable {
  private final class List: Sendable {
    let told = Mutex<[JobProgress]>([])
  }

  private let list: List
  private let listening: Task<Void, Never>

  init(_ studio: LocalStudio) {
    let (events, list) = (studio.events(), List())
    self.list = list
    listening = Task {
      for await case .progress(let progress) in events {
        list.told.withLock { $0.append(progress) }
      }
    }
  }

  deinit { listening.cancel() }

  var all: [JobProgress] { list.told.withLock { $0 } }

  /// Every partial picture once.
  var partials: [JobProgress.Partial] {
    all.compactMap(\.partial).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

@Suite("Partial pictures", .timeLimit(.minutes(3)))
struct PartialPicturesTests {
  @Test("are told of as they come, one file after the other, and are gone with the picture")
  func followed() async throws {
    let gates = [Gate(), Gate(), Gate()]
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send("HTTP/1.1 200 OK\r\n\(EventText.header)\r\nConnection: close\r\n\r\n")
      for (mark, gate) in gates.enumerated() {
        connection.send(EventText.partial(UInt8(mark + 1)))
        gate.wait()
      }
      connection.send(EventText.completed(9))
    }
    let told = ToldProgress(wire.studio)
    var request = wire.request()
    request.parameters[.partials] = .number(3)
    let id = try #require(try await wire.studio.submit(request).first).id
    for (index, gate) in gates.enumerated() {
      #expect(try await holds { told.partials.count == index + 1 })
      let partial = try #require(told.partials.last)
      #expect(partial.number == index + 1)
      #expect(
        FileManager.default.contents(atPath: partial.path) == RawWire.png(UInt8(index + 1)))
      gate.open()
    }
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .saved)
    #expect(ended.warnings.isEmpty)
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
    #expect(FileManager.default.contents(atPath: "\(ended.folder)/1.png") == RawWire.png(9))
    #expect(ended.sent?.body.contains(#""partial_images":3,"stream":true"#) == true)
  }

  @Test("and the picture come from the simulated service, whose bill is the actual cost")
  func simulated() async throws {
    let wire = try await Wire()
    let told = ToldProgress(wire.studio)
    let ended = try #require(
      try await wire.generate(
        "a fox", wire.destination(deployment: "gpt-image-2"),
        [.partials: .number(3), .quality: .text("low")]
      ).first)
    #expect(ended.state == .saved)
    #expect(try await holds { told.partials.last?.number == 3 })
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
    #expect(ended.usage?.outputTokens == 272 + 300)
    let ledger = await wire.simulator.ledger()
    #expect(ledger.accepted.flatMap(\.sha256) == ended.images.map(\.sha256))
    #expect(
      try await holds { await wire.simulator.ledger().accepted.allSatisfy { $0.delivered } })
  }

  @Test("do not make a stream that ends anywhere a success, and the newest is kept to be seen")
  func cuts() async throws {
    let parts = [EventText.partial(1), EventText.partial(2), EventText.completed(9)]
    let text = parts.joined()
    let ends = [parts[0].utf8.count, parts[0].utf8.count + parts[1].utf8.count]
    // The quote after the last picture, with which that is whole.
    let last = try #require(text.ranges(of: #"","usage"#).last)
    let whole = text[..<last.lowerBound].utf8.count
    let offsets =
      Array(stride(from: 0, to: text.utf8.count, by: 149)) + ends + ends.map { $0 - 1 } + [
        whole, whole + 1, text.utf8.count - 1,
      ]
    let cuts = Mutex(offsets[...])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", text, headers: [EventText.header],
        cutAt: cuts.withLock { $0.popFirst() })
    }
    for offset in offsets {
      let ended = try await wire.generate()
      let isWhole = offset > whole
      #expect(ended.state == (isWhole ? .saved : .unknown), "at \(offset)")
      #expect(ended.images.count == (isWhole ? 1 : 0), "at \(offset)")
      #expect(ended.error?.mayHaveBeenBilled == (isWhole ? nil : true), "at \(offset)")
      let partials = ends.count { offset >= $0 }
      let kept = wire.files(of: ended).filter { $0.hasPrefix("1.") || $0.hasPrefix(".") }
      let isShown = !isWhole && partials > 0
      #expect(kept == (isWhole ? ["1.png"] : isShown ? ["1.partial.png"] : []), "at \(offset)")
      guard isShown else { continue }
      let path = "\(ended.folder)/1.partial.png"
      #expect(FileManager.default.contents(atPath: path) == RawWire.png(UInt8(partials)))
      #expect(ended.error?.hint?.contains(path) == true)
      #expect(ended.error?.hint?.contains("response.part") == true)
    }
    #expect(wire.server.requests.count == offsets.count)
  }

  @Test(
    "that are damaged, no pictures or no JSON are not shown, and do the job no harm",
    arguments: [
      EventText.event("partial_image", "iVBORw0K*GgoA"),
      EventText.event("partial_image", "bm8gcGljdHVyZSBhdCBhbGw="),
      EventText.event("partial_image", ""),
      "event: image_generation.partial_image\ndata: {\"b64_json\":\"iVBORw0KGgo\n\n",
      "event: image_generation.partial_image\ndata: nonsense\n\n",
      "data: {\"type\":\"image_generation.partial_image\"}\n\n",
      "data: {\"b64_json\":\"\(RawWire.png(4).base64EncodedString())\","
        + "\"type\":\"image_generation.partial_image\"}\n\n",
    ])
  func garbage(partial: String) async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", partial + EventText.completed(9), headers: [EventText.header])
    }
    let told = ToldProgress(wire.studio)
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(ended.warnings.isEmpty)
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
    #expect(FileManager.default.contents(atPath: "\(ended.folder)/1.png") == RawWire.png(9))
    #expect(told.partials.isEmpty)
  }

  @Test("of any size, any number, and without an event's name are shown")
  func odd() async throws {
    let large = EventText.partial(1, bytes: 3_000_000)
    let many = String(repeating: EventText.partial(2, isNamed: false), count: 80)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", large + many + EventText.completed(9), headers: [EventText.header])
    }
    let told = ToldProgress(wire.studio)
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(try await holds { told.partials.last?.number == 64 })
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
  }

  @Test("for which the disk has no room are done without")
  func noRoom() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", EventText.partial(1) + EventText.completed(9), headers: [EventText.header])
    }
    let ended = try await wire.run { RefusingDisk($0, [.openPartial: 9]) }
    #expect(ended.state == .saved)
    #expect(wire.files(of: ended) == ["1.png", "generation.json"])
  }

  @Test(
    "before an error in the stream end as the error says, and one that was filtered is not kept")
  func error() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK",
        EventText.partial(1)
          + "event: error\ndata: {\"error\":{\"code\":\"moderation_blocked\"}}\n\n",
        headers: [EventText.header])
    }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .contentPolicy)
    #expect(!wire.files(of: ended).contains("1.partial.png"))
  }

  @Test("are done without where the service does not send them: nothing was started before")
  func refused() async throws {
    let wire = try RawWire { connection in
      let request = connection.receiveRequest()
      if request.contains("stream") {
        connection.answer(
          "400 Bad Request",
          #"{"error":{"message":"Unknown parameter: 'stream'.","param":"stream"}}"#)
      } else {
        connection.answer("200 OK", RawWire.answer([RawWire.png(1)]))
      }
    }
    var request = wire.request()
    request.parameters[.partials] = .number(2)
    let id = try #require(try await wire.studio.submit(request).first).id
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .saved)
    #expect(wire.server.requests.count == 2)
    #expect(ended.sent?.body.contains("stream") == false)
    #expect(ended.sent?.body.contains("a red door") == true)
  }

  @Test("that a dead process left are taken away, and its record says that the outcome is unknown")
  func crash() async throws {
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
    try Array(EventText.partial(1).utf8).withUnsafeBytes { try part.append($0) }
    let partial = try owned.openPartial()
    try Array(RawWire.png(1)).withUnsafeBytes { try partial.append($0) }
    owned.release()
    await JobSettlement(store: store, prices: .standard) { _ in }.run()
    let settled = try await store.read(generation.id)
    #expect(settled.state == .unknown)
    #expect(settled.images.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: owned.folder).sorted()
    #expect(names == ["generation.json", "response.part"])
  }

  @Test("are part of the estimate")
  func estimate() {
    let request = GenerationRequest(
      requestID: "r", prompt: "p",
      destination: Destination(provider: .azure, deployment: "gpt-image-2"),
      parameters: Parameters([.quality: .text("low"), .partials: .number(2)]))
    let amount = PriceTable.standard.estimate(for: request).amount ?? 0
    #expect(abs(amount - 472 * 30 / 1_000_000) < 1e-9)
  }
}
