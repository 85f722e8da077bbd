import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("Reading an images answer", .timeLimit(.minutes(3)))
struct ImagesResponseReaderTests {
  private struct Pictures: PictureSink {
    var all: [[UInt8]] = []
    var whole: [Bool] = []
    mutating func begin(picture number: Int, after text: [UInt8]) { all.append([]) }
    mutating func append(_ bytes: UnsafeRawBufferPointer) { all[all.count - 1] += bytes }
    mutating func end(isWhole: Bool) { whole.append(isWhole) }
  }

  private func read(_ text: String, chunk: Int = .max) throws -> ImagesResponseReader<Pictures> {
    var reader = ImagesResponseReader(sink: Pictures())
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let end = chunk == .max ? bytes.count : min(bytes.count, start + chunk)
      try bytes[start..<end].withUnsafeBytes { try reader.read($0) }
      start = end
    }
    return reader
  }

  private let bytes: [UInt8] = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) }

  private var answer: String {
    let encoded = Data(bytes).base64EncodedString()
    return
      #"{"created":1,"decoy":"\"b64_json\":\"AAAA\"","data":[{"b64_json":"\#(encoded)"},"#
      + #"{"revised_prompt":"x \\","b64_json" : "\#(encoded)"}],"usage":{"output_tokens":7}}"#
  }

  @Test("gives the same pictures and skeleton wherever it is cut", arguments: Array(1...40) + [997])
  func cuts(chunk: Int) throws {
    let reader = try read(answer, chunk: chunk)
    #expect(reader.sink.all == [bytes, bytes])
    #expect(reader.sink.whole == [true, true])
    let skeleton = try AnswerSkeleton(parsing: reader.skeleton)
    #expect(skeleton.data.count == 2)
    #expect(skeleton.usage?.outputTokens == 7)
    #expect(skeleton.revisedPrompt == "x \\")
  }

  @Test("takes escaped slashes, line breaks, the URL-safe alphabet, missing padding, a data URI")
  func tolerance() throws {
    let plain = Data([0xFB, 0xFF, 0xFE, 0x01])
    let encoded = plain.base64EncodedString()
    let forms = [
      encoded.replacing("/", with: "\\/"), "\(encoded.prefix(4))\\r\\n\(encoded.dropFirst(4))",
      encoded.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""),
      "data:image/png;base64,\(encoded)",
    ]
    for form in forms {
      for chunk in [1, 3, .max] {
        let reader = try read(#"{"data":[{"b64_json":"\#(form)"}]}"#, chunk: chunk)
        #expect(reader.sink.all == [Array(plain)], "\(form) by \(chunk)")
        #expect(reader.sink.whole == [true], "\(form) by \(chunk)")
      }
    }
  }

  @Test("takes base64 that begins as a data URI does for what it is", arguments: [1, 3, .max])
  func dataWithoutColon(chunk: Int) throws {
    for form in ["dataAAAA", "data", "dat="] {
      let reader = try read(#"{"data":[{"b64_json":"\#(form)"}]}"#, chunk: chunk)
      #expect(reader.sink.all.first.map { Data($0) } == Data(base64Encoded: form))
    }
  }

  @Test("calls damaged base64 damaged", arguments: ["AAA*AAAA", "AAAAA", "AA==AAAA", "A\\u0041AA"])
  func damage(text: String) throws {
    #expect(try read(#"{"b64_json":"\#(text)"}"#).sink.whole == [false])
  }

  @Test("never calls a cut picture whole")
  func truncation() throws {
    for length in stride(from: 0, to: answer.utf8.count - 1, by: 7) {
      let reader = try read(String(answer.prefix(length)))
      for (picture, isWhole) in zip(reader.sink.all, reader.sink.whole) where isWhole {
        #expect(picture == bytes)
      }
    }
  }

  @Test("stops at an answer that is endless without pictures")
  func endless() {
    #expect(throws: ImagesResponseReader<Pictures>.TooLong.self) {
      try read(#"{"text":""# + String(repeating: "x", count: 2 << 20))
    }
  }

  @Test("does not fall over any bytes at all")
  func anyBytes() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array(#"{}[]:,"\/ubn64_json AAAA=1"#.utf8) + [0, 0xFF, 0x80]
    for _ in 0..<2000 {
      let text = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      var reader = ImagesResponseReader(sink: Pictures())
      try text.withUnsafeBytes { try reader.read($0) }
      _ = try? AnswerSkeleton(parsing: reader.skeleton)
    }
  }
}
