import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("An event that is cut", .timeLimit(.minutes(1)))
struct CutEventTests {
  private func contents(_ text: String) throws -> AnswerContents {
    var reader = AnswerReader(
      job: UnwrittenGeneration(id: try .new(), folder: "/nowhere"), isEventStream: true)
    try Array(text.utf8).withUnsafeBytes { try reader.read($0) }
    reader.finish()
    return reader.contents()
  }

  private static let base64 = RawWire.png(1).base64EncodedString()

  @Test(
    "is told apart by the type in its data, wherever that stands and whatever its name says",
    arguments: ["", "event: message\n", "event: image_generation.completed\n"])
  func partial(name: String) throws {
    for data in [
      #"{"type":"image_generation.partial_image","b64_json":"iVBORw0KGgo"#,
      #"{"type":"image_generation.partial_image","b64_json":"\#(Self.base64)","usage":{"a":1,"b"#,
      #"{"b64_json":"\#(Self.base64)","type":"image_generation.partial_image","usa"#,
    ] {
      let contents = try contents(name + "data: " + data)
      #expect(contents.damagedCount == 0, "\(data)")
      #expect(contents.pictures.isEmpty, "\(data)")
    }
  }

  @Test(
    "keeps the picture that it completes, if that is whole",
    arguments: ["", "event: image_generation.partial_image\n"])
  func completed(name: String) throws {
    let start = #"data: {"type":"image_generation.completed","b64_json":""#
    #expect(try contents(name + start + Self.base64 + #"","usage":{"a""#).pictures.count == 1)
    let cut = try contents(name + start + Self.base64.prefix(40))
    #expect(cut.pictures.isEmpty && cut.damagedCount == 1)
  }

  @Test("of a kind that nobody tells is damaged", arguments: ["", "event: message\n"])
  func untold(name: String) throws {
    #expect(try contents(name + #"data: {"b64_json":"iVBORw0KGgo"#).damagedCount == 1)
  }
}
