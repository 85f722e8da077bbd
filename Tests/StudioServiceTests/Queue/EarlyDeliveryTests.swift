import StudioCore
import Testing

@testable import StudioService

@Suite("A large answer", .timeLimit(.minutes(3)))
struct EarlyDeliveryTests {
  private static let body = RawWire.answer(
    [RawWire.png(1, bytes: 300_000), RawWire.png(2, bytes: 300_000)])

  private static func wire() throws -> RawWire {
    try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body)
    }
  }

  @Test("is on its way while its pictures become durable, and ends when they are")
  func overlaps() async throws {
    let (wire, gate) = (try Self.wire(), Gate())
    let outlet = AnswerOutlet(nil) { _ in }
    let listener = outlet.listen(.finishIfBilled)
    async let ended = wire.run({ SlowDisk(owned: $0, gate: gate) }, outlet: outlet)
    let reply = try await listener.reply()
    #expect(reply.byteCount == Self.body.utf8.count)
    var text = ""
    var hasWaited = false
    for try await bytes in reply.body {
      text += String(decoding: bytes, as: UTF8.self)
      // Nothing more can come before.
      if !hasWaited, text.utf8.count > Self.body.utf8.count / 2 {
        hasWaited = true
        #expect(text.utf8.count < Self.body.utf8.count)
        gate.open()
      }
    }
    #expect(hasWaited)
    #expect(text == Self.body)
    #expect(try await ended.state == .saved)
  }

  @Test("ends also where the disk refuses its pictures at the last moment: its bytes are kept")
  func refused() async throws {
    let wire = try Self.wire()
    let outlet = AnswerOutlet(nil) { _ in }
    let listener = outlet.listen(.finishIfBilled)
    async let ended = wire.run({ RefusingDisk($0, [.publish: 99]) }, outlet: outlet)
    #expect(try await listener.reply().text() == Self.body)
    let generation = try await ended
    #expect(generation.state == .unknown)
    #expect(generation.error?.code == .diskFull)
    #expect(generation.error?.hint?.contains("response.part") == true)
    #expect(wire.files(of: generation).contains("response.part"))
  }
}

/// A real generation whose pictures become durable when a test wants it.
private struct SlowDisk: ForwardingGeneration {
  let owned: any OwnedGeneration
  let gate: Gate

  func record(_ generation: Generation) throws(StudioError) { try owned.record(generation) }
  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError? {
    gate.wait()
    return try owned.publish(part, as: name)
  }
}
