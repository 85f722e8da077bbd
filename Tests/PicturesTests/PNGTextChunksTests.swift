@testable import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct PNGTextChunksTests {
  @Test("Texts come back in order, ASCII and not, and the pixels stay")
  func roundTrip() throws {
    let image = PixelImage.noise(5, 4, opaque: false)
    let texts: [(keyword: String, text: String)] = [
      ("Description", "a lighthouse in a storm"),
      ("Prompt", "ein Füchslein 🦊\nim Schnee"),
      ("Comment", ""), ("Comment", "again"),
    ]
    let file = try ImageEncoder.png(image, text: texts)
    let read = try PNGTextChunks.read(file)
    #expect(read.map(\.keyword) == texts.map(\.keyword))
    #expect(read.map(\.text) == texts.map(\.text))
    #expect(try ImageDecoder.decode(bytes: file) == image)
  }

  @Test("Adding texts leaves every other byte of the file alone")
  func adds() throws {
    let file = try ImageEncoder.png(.gradient(9, 9))
    let marked = try PNGTextChunks.adding([("Title", "x")], to: file)
    #expect(marked.count == file.count + 12 + 7)
    #expect(Array(marked[..<33] + marked[(33 + 19)...]) == file)
    #expect(Array(marked[37..<41]) == Array("tEXt".utf8))
    #expect(CRC32.checksum(Array("IEND".utf8)) == 0xAE42_6082)
  }

  @Test(
    "Keywords that PNG forbids are refused",
    arguments: [
      "", " a", "a ", "a  b", "ü", "a\n", String(repeating: "k", count: 80),
    ])
  func keywords(keyword: String) {
    #expect(throws: ImageError.self) {
      try ImageEncoder.png(.gradient(2, 2), text: [(keyword, "x")])
    }
  }

  @Test("A NUL in a text is refused, for it would end it")
  func nul() {
    #expect(throws: ImageError.self) {
      try ImageEncoder.png(.gradient(2, 2), text: [("Title", "a\0b")])
    }
  }

  @Test("Only PNG files take texts")
  func otherFormats() throws {
    let jpeg = try ImageEncoder.jpeg(.gradient(8, 8))
    #expect(throws: ImageError.self) { try PNGTextChunks.adding([("Title", "x")], to: jpeg) }
    #expect(throws: ImageError.self) { try PNGTextChunks.read(jpeg) }
  }

  @Test("Reading a damaged file ends quietly at any cut")
  func cuts() throws {
    let file = try ImageEncoder.png(.gradient(4, 4), text: [("Title", "x"), ("Prompt", "ü")])
    for length in 24..<file.count {
      #expect(try PNGTextChunks.read(Array(file.prefix(length))).count <= 2)
    }
  }
}
