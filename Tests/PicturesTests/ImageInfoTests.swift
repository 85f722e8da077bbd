import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ImageInfoTests {
  @Test("Each signature is told from its first bytes, whatever follows")
  func sniffs() throws {
    let image = PixelImage.gradient(20, 10)
    #expect(ImageSignature.sniff(try ImageEncoder.png(image)) == .png)
    #expect(ImageSignature.sniff(try ImageEncoder.jpeg(image)) == .jpeg)
    #expect(ImageSignature.sniff(try ImageEncoder.webp(image)) == .webp)
    #expect(ImageSignature.sniff(Array("GIF87a".utf8)) == .gif)
    #expect(ImageSignature.sniff("GIF89a...".utf8) == .gif)
  }

  @Test(
    "Other content has no signature",
    arguments: ["", "GIF88a", "RIFF1234WAVE", "{\"error\":1}", "<html>", "RIFF", "\u{89}PNG"])
  func sniffsNothing(text: String) {
    #expect(ImageSignature.sniff(text.utf8) == nil)
    #expect(throws: ImageError.unknownFormat) { try ImageDecoder.info(prefix: Array(text.utf8)) }
  }

  @Test("Signatures name their extension and media type")
  func names() {
    #expect(ImageSignature.allCases.map(\.fileExtension) == ["png", "jpg", "webp", "gif"])
    #expect(
      ImageSignature.allCases.map(\.mediaType)
        == ["image/png", "image/jpeg", "image/webp", "image/gif"])
  }

  @Test("The header states kind and size in the first bytes")
  func reads() throws {
    let image = PixelImage.gradient(300, 170)
    let clear = PixelImage.noise(300, 170, opaque: false)
    let files: [(ImageSignature, [UInt8])] = [
      (.png, try ImageEncoder.png(image)),
      (.webp, try ImageEncoder.webp(image)),
      (.webp, try ImageEncoder.webp(image, lossless: true)),
      (.webp, try ImageEncoder.webp(clear)),
      (.gif, Array("GIF89a".utf8) + [0x2C, 0x01, 0xAA, 0x00, 0, 0, 0]),
    ]
    for (signature, file) in files {
      let info = try ImageDecoder.info(prefix: Array(file.prefix(32)))
      #expect(info == ImageInfo(signature: signature, size: image.size))
    }
  }

  @Test("A JPEG's size is found behind large application segments and fill bytes")
  func jpegWithMetadata() throws {
    let plain = try ImageEncoder.jpeg(.gradient(64, 40))
    let segment: [UInt8] = [0xFF, 0xEB, 0xFF, 0xFF] + Array(repeating: 0xC0, count: 65533)
    let file = plain[..<2] + segment + segment + segment + [0xFF, 0xFF] + plain[2...]
    let size = PixelSize(width: 64, height: 40)
    #expect(try ImageDecoder.info(prefix: Array(file)).size == size)
    try withTemporaryFile(Array(file)) { (path) throws in
      #expect(try ImageDecoder.info(path: path).size == size)
      #expect(try ImageDecoder.decode(path: path).size == size)
    }
  }

  @Test("Every cut inside the header is refused as corrupt")
  func truncatedHeader() throws {
    let image = PixelImage.gradient(40, 30)
    for (file, header, sniffable) in [
      (try ImageEncoder.png(image), 24, 8), (try ImageEncoder.webp(image), 30, 12),
      (Array("GIF89a".utf8) + [1, 0, 1, 0], 10, 6),
    ] {
      for length in sniffable..<header {
        let signature = try #require(ImageSignature.sniff(file))
        let error = #expect(throws: ImageError.self) {
          try ImageDecoder.info(prefix: Array(file.prefix(length)))
        }
        guard case .corrupt(signature, _) = error else {
          Issue.record("\(signature) cut at \(length): \(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test("An endless run of empty JPEG segments is given up")
  func endlessSegments() {
    let file: [UInt8] =
      [0xFF, 0xD8] + (0..<200_000).flatMap { _ -> [UInt8] in [0xFF, 0xE0, 0x00, 0x02] }
    #expect(throws: ImageError.self) { try ImageDecoder.info(prefix: file) }
  }

  @Test("A side of zero is refused")
  func zeroSide() {
    let png = HandmadePNG(width: 0, height: 5, bitDepth: 8, colourType: 2)
    #expect(throws: ImageError.self) { try ImageDecoder.info(prefix: png.bytes) }
  }
}
