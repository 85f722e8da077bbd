import FoundationEssentials
import StudioCore
import Synchronization
import Testing

@testable import StudioService

@Suite("An answer that breaks", .timeLimit(.minutes(3)))
struct BrokenAnswerTests {
  @Test("off anywhere is unknown unless whole pictures came, which are kept; and is asked for once")
  func cuts() async throws {
    let pictures = [RawWire.png(1), RawWire.png(2)]
    let body = RawWire.answer(pictures)
    let firstEnds = (body.firstRange(of: #""},"#)?.lowerBound).map { body[..<$0].utf8.count } ?? 0
    let secondEnds = (body.firstRange(of: #""}]"#)?.lowerBound).map { body[..<$0].utf8.count } ?? 0
    let offsets =
      Array(stride(from: 0, to: body.utf8.count, by: 131))
      + [firstEnds, firstEnds + 1, secondEnds, secondEnds + 1, body.utf8.count - 1]
    let cuts = Places(offsets)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body, cutAt: cuts.next())
    }
    for offset in offsets {
      let whole = (offset > firstEnds ? 1 : 0) + (offset > secondEnds ? 1 : 0)
      let ended = try await wire.generate(count: 2)
      #expect(ended.state == (whole > 0 ? .saved : .unknown), "at \(offset)")
      #expect(ended.images.count == whole, "at \(offset)")
      for (image, picture) in zip(ended.images, pictures) {
        #expect(FileManager.default.contents(atPath: ended.path(of: image)) == picture)
      }
      if whole == 0 { #expect(ended.error?.mayHaveBeenBilled == true, "at \(offset)") }
      if whole > 0 { #expect(ended.warnings.count == 1, "at \(offset): \(ended.warnings)") }
      let kept = wire.files(of: ended).filter { $0.hasSuffix(".part") }
      #expect(kept.isEmpty || kept == ["response.part"], "at \(offset)")
      let isNeeded = Self.holdsHalf(body, offset, firstEnds, secondEnds) || whole == 0 && offset > 0
      #expect(kept.isEmpty == !isNeeded, "at \(offset)")
      if !kept.isEmpty {
        #expect(try size("\(ended.folder)/response.part") == offset, "at \(offset)")
      }
      let isNamed = ended.error?.hint?.contains("\(ended.folder)/response.part") == true
      #expect(isNamed == (whole == 0 && offset > 0), "at \(offset)")
    }
    #expect(wire.server.requests.count == offsets.count)
  }

  /// True where part of a picture, and not the whole, came.
  private static func holdsHalf(_ body: String, _ offset: Int, _ first: Int, _ second: Int) -> Bool
  {
    let begins = body.ranges(of: #""b64_json":""#).map { body[..<$0.upperBound].utf8.count }
    return zip(begins, [first, second]).contains { offset > $0 + 3 && offset <= $1 }
  }

  @Test("in its base64 is kept as it came, and called what it is")
  func damaged() async throws {
    let broken = RawWire.answer([RawWire.png(1)]).replacing(
      "AAAA", with: "A*AA", maxReplacements: 1)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", broken)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .unknown)
    #expect(ended.error?.code == .badAnswer)
    #expect(ended.error?.mayHaveBeenBilled == true)
    #expect(wire.files(of: ended) == ["generation.json", "response.part"])
    #expect(try content("\(ended.folder)/response.part") == broken)
  }

  @Test("and quotes the key is kept without that, and every other byte where it was")
  func quoted() async throws {
    let quote = #"{"note":"Key \#(RawWire.key), Bearer \#(RawWire.key)","#
    let long = String(repeating: "n", count: (1 << 20) - quote.utf8.count - 20)
    let broken =
      quote + #""more":"\#(long)\#(RawWire.key)","#
      + RawWire.answer([RawWire.png(1)]).dropFirst().replacing(
        "AAAA", with: "A*AA", maxReplacements: 1)
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", broken)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .unknown)
    let asterisks = String(repeating: "*", count: RawWire.key.utf8.count)
    let kept = try content("\(ended.folder)/response.part")
    #expect(kept == broken.replacing(RawWire.key, with: asterisks))
    #expect(kept != broken)
  }

  @Test("is not touched for a key that could stand in a picture")
  func commonKey() throws {
    let folder = try StoreFolder()
    let path = "\(folder.path)/response.part"
    for key in ["AAAAAAAAAAAAAAAA", "iVBORw0KGgo"] {
      try put("\(key) \(RawWire.png(0).base64EncodedString())", at: path)
      let before = try content(path)
      AnswerPieces(pieces: [.init(offset: 0, path: path)]).hide([Secret(key)])
      #expect(try content(path) == before)
    }
  }

  @Test("in one picture of two keeps the other, and the bytes of the broken one")
  func oneDamaged() async throws {
    var answer = RawWire.answer([RawWire.png(1), RawWire.png(2)])
    let last = try #require(answer.ranges(of: "AgIC").last)
    answer.replaceSubrange(last, with: "Ag*C")
    let body = answer
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", body)
    }
    let ended = try await wire.generate(count: 2)
    #expect(ended.state == .saved)
    #expect(ended.images.map(\.file) == ["1.png"])
    #expect(ended.warnings.contains { $0.contains("1 of 2") && $0.contains("damaged") })
    #expect(wire.files(of: ended) == ["1.png", "generation.json", "response.part"])
  }

  @Test("off before its stated length is kept to the last byte that came", arguments: 1...8)
  func shortByOne(round: Int) async throws {
    let whole = RawWire.answer([RawWire.png(1, bytes: 40_000 * round)])
    let end = try #require(whole.firstRange(of: #""}]"#))
    let body = String(whole[..<end.lowerBound])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send(
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count + 1)\r\n\r\n" + body.dropLast(9))
      connection.send(Array(body.utf8.suffix(9))[...])
    }
    let ended = try await wire.generate()
    // The quote that ends the picture is missing.
    #expect(ended.state == .unknown)
    #expect(try content("\(ended.folder)/response.part") == body)
  }

  @Test("off because it was cancelled is kept as far as it came")
  func cancelled() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", RawWire.answer([RawWire.png(1)]), cutAt: 500)
      connection.waitForEnd()
    }
    let id = try #require(try await wire.studio.submit(wire.request()).first).id
    let path = "\(try await wire.studio.generation(id).folder)/response.part"
    #expect(try await holds { (try? size(path)) == 500 })
    try await wire.studio.cancel(id)
    await wire.studio.drain()
    let ended = try await wire.studio.generation(id)
    #expect(ended.state == .cancelled)
    #expect(ended.error?.mayHaveBeenBilled == true)
    #expect(ended.error?.hint?.contains(path) == true)
    #expect(try size(path) == 500)
  }

  @Test("in its label only is read as what it is")
  func mislabelled() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", " \n" + RawWire.answer([RawWire.png(1)]),
        headers: ["Content-Type: text/event-stream"])
    }
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(ended.warnings.isEmpty)
    #expect(ended.usage?.outputTokens == 9)
  }

  @Test(
    "off within the last event still gives the picture that is whole in it",
    arguments: [("}\n", true), ("}", true), (",\"usage\":{\"out", false), ("", false)])
  func lastEvent(end: String, isWhole: Bool) async throws {
    let kind = "image_generation.completed"
    let text = RawWire.png(1).base64EncodedString()
    let event = "event: \(kind)\ndata: {\"type\":\"\(kind)\",\"b64_json\":\"\(text)\"\(end)"
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("200 OK", event, headers: ["Content-Type: text/event-stream"])
    }
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(ended.images.first?.bytes == RawWire.png(1).count)
    #expect(ended.warnings.isEmpty == isWhole)
  }

  @Test("by a refusal in doubt names no file that is not there", arguments: [500, 504, 408])
  func refusedInDoubt(status: Int) async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("\(status) No", #"{"error":{"message":"no"}}"#)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .unknown)
    #expect(ended.error?.hint?.contains("response.part") != true)
    #expect(wire.files(of: ended) == ["generation.json"])
  }

  @Test("off in the words of a refusal is still a refusal")
  func refusal() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer("400 Bad Request", #"{"error":{"message":"no"}}"#, cutAt: 9)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .invalidRequest)
  }

  @Test("without a stated length, in the middle, is not taken for whole")
  func untilClose() async throws {
    let body = RawWire.answer([RawWire.png(1)])
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
      connection.send(Array(body.utf8).prefix(300))
    }
    let ended = try await wire.generate()
    #expect(ended.state == .unknown)
    #expect(ended.error?.mayHaveBeenBilled == true)
    #expect(wire.files(of: ended) == ["generation.json", "response.part"])
  }

  @Test("that carries an error under status 200 says that error")
  func errorInSuccess() async throws {
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK", #"{"error":{"code":"content_policy_violation","message":"filtered"}}"#)
    }
    let ended = try await wire.generate()
    #expect(ended.state == .failed)
    #expect(ended.error?.code == .contentPolicy)
  }

  @Test("with members of unexpected kinds still gives its pictures")
  func oddMembers() async throws {
    let encoded = RawWire.png(3).base64EncodedString()
    let wire = try RawWire { connection in
      connection.receiveRequest()
      connection.answer(
        "200 OK",
        #"{"created":"x","usage":{"output_tokens":1.0,"input_tokens":"many"},"data":[{"b64_json":"\#(encoded)","url":7,"revised_prompt":[]}]}"#
      )
    }
    let ended = try await wire.generate()
    #expect(ended.state == .saved)
    #expect(ended.usage?.outputTokens == 1)
    #expect(ended.warnings.isEmpty)
  }
}

/// Values that a server's threads take one after the other.
final class Places: Sendable {
  private let rest: Mutex<[Int]>
  init(_ values: [Int]) { rest = Mutex(values) }
  func next() -> Int? { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}
