import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("An answer of Ollama's own route", .timeLimit(.minutes(3)))
struct NativeAnswerTests {
  private struct Pictures: PictureSink {
    var bytes: [UInt8] = []
    var isWhole = false
    mutating func begin(picture number: Int, after text: [UInt8]) { bytes = [] }
    mutating func append(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
    mutating func end(isWhole: Bool) { self.isWhole = isWhole }
  }

  static func step(_ done: Int, of total: Int = 9) -> String {
    let completed = done > 0 ? #""completed":\#(done),"# : ""
    return #"{"model":"m","response":"","done":false,\#(completed)"total":\#(total)}"# + "\n"
  }

  static func last(_ picture: Data) -> String {
    #"{"model":"m","response":"","done":true,"done_reason":"stop","image":""#
      + picture.base64EncodedString() + "\"}\n"
  }

  private func read(_ text: String, chunk: Int = .max) throws -> ImagesResponseReader<Pictures> {
    var reader = ImagesResponseReader(sink: Pictures())
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk == .max ? bytes.count : chunk) {
      let end = chunk == .max ? bytes.count : min(bytes.count, start + chunk)
      try bytes[start..<end].withUnsafeBytes { try reader.read($0) }
    }
    return reader
  }

  @Test("tells each step, and gives the picture, wherever it is split", arguments: [1, 2, 7, 4096])
  func whole(chunk: Int) throws {
    let picture = RawWire.png(3)
    let steps = (0...9).map { Self.step($0) }.joined()
    let reader = try read(steps + Self.last(picture), chunk: chunk)
    #expect(reader.sink.isWhole)
    #expect(Data(reader.sink.bytes) == picture)
    #expect(reader.steps == JobProgress.Steps(done: 9, total: 9))
    #expect(!reader.isAwaitingMore)
    #expect(try JSONValue(parsing: reader.skeleton)["image"] == "")
  }

  @Test("is not over while its last line says so")
  func awaiting() throws {
    let reader = try read(Self.step(0) + Self.step(4))
    #expect(reader.isAwaitingMore)
    #expect(reader.steps == JobProgress.Steps(done: 4, total: 9))
    #expect(try read(Self.step(0)).steps == JobProgress.Steps(done: 0, total: 9))
  }

  @Test(
    "with numbers that make no sense tells no steps, or sound ones",
    arguments: [
      (#""completed":5,"total":0"#, nil), (#""completed":5,"total":-1"#, nil),
      (#""completed":5,"total":1e99"#, nil), (#""completed":5,"total":"9""#, nil),
      (#""completed":50,"total":9"#, JobProgress.Steps(done: 9, total: 9)),
      (#""completed":-3,"total":9"#, JobProgress.Steps(done: 0, total: 9)),
      (#""completed":null,"total":9"#, JobProgress.Steps(done: 0, total: 9)),
    ] as [(String, JobProgress.Steps?)])
  func nonsense(members: String, steps: JobProgress.Steps?) throws {
    #expect(try read(#"{"done":false,"# + members + "}").steps == steps)
  }

  @Test("that has more lines than any picture has steps is given up")
  func endless() {
    #expect(throws: ImagesResponseReader<Pictures>.TooLong.self) {
      _ = try read(String(repeating: "{}\n", count: 10_001))
    }
  }
}
