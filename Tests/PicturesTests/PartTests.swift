import Pictures
import Testing

@Suite("A part of a picture", .timeLimit(.minutes(3)))
struct PartTests {
  private static let picture = PixelImage.gradient(96, 64)
  private static let part = PixelRect(x: 31, y: 17, size: PixelSize(width: 40, height: 30))

  private func cut(_ image: PixelImage, _ part: PixelRect) -> PixelImage {
    let pixels = (part.y..<part.y + part.size.height).flatMap { y in
      (part.x..<part.x + part.size.width).flatMap { image.pixel($0, y) }
    }
    return PixelImage(width: part.size.width, height: part.size.height, pixels: pixels)
  }

  /// The largest difference of one byte.
  private func difference(_ first: PixelImage, _ second: PixelImage) -> Int {
    zip(first.pixels, second.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  private static func files() throws -> [(name: String, bytes: [UInt8])] {
    [
      ("png", try ImageEncoder.png(picture)), ("jpeg", try ImageEncoder.jpeg(picture, quality: 95)),
      ("webp", try ImageEncoder.webp(picture, quality: 95)),
      ("lossless webp", try ImageEncoder.webp(picture, lossless: true)),
    ]
  }

  @Test("decoding a part gives the pixels that the whole picture has there")
  func samePixels() throws {
    for (name, bytes) in try Self.files() {
      let whole = try ImageDecoder.decode(bytes: bytes)
      let part = try ImageDecoder.decode(bytes: bytes, part: Self.part)
      #expect(part.size == Self.part.size)
      #expect(difference(part, cut(whole, Self.part)) <= (name == "webp" ? 12 : 0), "\(name)")
    }
  }

  @Test("a part is shrunk into a box as a picture of its own is")
  func shrinks() throws {
    for (name, bytes) in try Self.files() {
      let box = PixelSize(width: 10, height: 10)
      let part = try ImageDecoder.decode(bytes: bytes, part: Self.part, fitting: box)
      let expected = cut(Self.picture, Self.part).scaled(to: part.size)
      #expect(part.size == Self.part.size.fitted(into: box))
      #expect(difference(part, expected) <= 24, "\(name)")
    }
  }

  @Test("what lies outside the picture is left out; at least one pixel remains")
  func clamped() throws {
    let bytes = try ImageEncoder.png(Self.picture)
    let corner = PixelRect(x: 90, y: 60, size: PixelSize(width: 40, height: 40))
    let seen = try ImageDecoder.decode(bytes: bytes, part: corner)
    #expect(seen.size == PixelSize(width: 6, height: 4))
    let outside = PixelRect(x: 5000, y: -9, size: PixelSize(width: 0, height: -4))
    let pixel = try ImageDecoder.decode(bytes: bytes, part: outside)
    #expect(pixel.size == PixelSize(width: 1, height: 1))
    #expect(pixel.pixel(0, 0) == Self.picture.pixel(95, 0))
  }

  @Test("a part of a PNG needs nothing that comes after it in the file")
  func early() throws {
    let noise = PixelImage.noise(64, 512, opaque: true)
    let bytes = try ImageEncoder.png(noise, compression: 0)
    let top = PixelRect(x: 0, y: 0, size: PixelSize(width: 64, height: 32))
    let half = Array(bytes.prefix(bytes.count / 2))
    #expect(try ImageDecoder.decode(bytes: half, part: top) == cut(noise, top))
    #expect(throws: ImageError.self) { try ImageDecoder.decode(bytes: half) }
  }
}
