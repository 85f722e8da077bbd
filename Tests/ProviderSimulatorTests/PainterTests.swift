import Testing

@testable import ProviderSimulator

@Suite("Painter", .timeLimit(.minutes(3)))
struct PainterTests {
  private func paint(_ prompt: String, _ seed: UInt64 = 1, _ width: Int = 96, _ height: Int = 64)
    -> [UInt8]
  {
    Painter(prompt: prompt, seed: seed).paint(width: width, height: height, detail: 32).pixels
  }

  @Test("The same prompt, seed and size paint the same; any other does not")
  func determinism() {
    let picture = paint("a lighthouse in a storm")
    #expect(picture == paint("a lighthouse in a storm"))
    #expect(picture != paint("a lighthouse in a storm", 2))
    #expect(picture != paint("a lighthouse in the storm"))
  }

  @Test(
    "Every scene fills its picture with more than one colour, opaque, at any shape",
    arguments: [
      "lighthouse", "a ship on the sea", "mountains in winter", "fox in the snow",
      "harbour at dawn",
      "city at night", "desert", "flower garden", "nebula and planet", "the red door", "fugue", "",
    ])
  func scenes(prompt: String) {
    for (width, height) in [(48, 48), (96, 16), (16, 80), (1, 1)] {
      let pixels = paint(prompt, 5, width, height)
      #expect(pixels.count == width * height * 4)
      #expect(stride(from: 3, to: pixels.count, by: 4).allSatisfy { pixels[$0] == 255 })
    }
    let square = paint(prompt, 5, 48, 48)
    let colours = Set(
      stride(from: 0, to: square.count, by: 4).map { square[$0..<$0 + 3].map { $0 / 16 } })
    #expect(colours.count > 8)
  }

  @Test("Night is darker than day")
  func light() {
    func brightness(_ prompt: String) -> Int { paint(prompt).reduce(0) { $0 + Int($1) } }
    #expect(brightness("mountains at night") < brightness("mountains at noon"))
  }

  @Test("A large picture carries the label, in letters lighter than what they stand on")
  func label() {
    let blank = Painter.Painting(
      width: 240, height: 60, pixels: [UInt8](repeating: 90, count: 240 * 60 * 4))
    var labelled = blank
    Label.draw(on: &labelled)
    let changed = labelled.pixels.indices.filter { labelled.pixels[$0] != blank.pixels[$0] }
    #expect(changed.count > 300)
    #expect(changed.allSatisfy { $0 / 4 % 240 > 100 && $0 / 4 / 240 > 40 })
  }

  @Test("A payload picture decodes to the size it says", arguments: [4000, 300_000, 3_000_000])
  func payload(bytes: Int) async throws {
    let payload = PayloadPicture(bytes: bytes)
    var file: [UInt8] = []
    for index in 0..<payload.pieceCount { file += payload.piece(index) }
    #expect(file.count == payload.count)
    #expect(try ImageDecoding.size(file) == [payload.width, payload.height])
    #expect(SHA256Digest.hexadecimal(of: file) == payload.sha256)
  }
}
