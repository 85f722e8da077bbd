import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct DamageTests {
  /// Small files of every decoded kind.
  static func files() throws -> [[UInt8]] {
    let photo = PixelImage.gradient(48, 40)
    let noise = PixelImage.noise(24, 18, opaque: false)
    return [
      try ImageEncoder.png(photo), try ImageEncoder.png(noise, compression: 0),
      try ImageEncoder.jpeg(photo), cmykJPEG, try ImageEncoder.webp(photo),
      try ImageEncoder.webp(photo, lossless: true), try ImageEncoder.webp(noise),
    ]
  }

  @Test("A file cut at any length is refused", arguments: [nil, PixelSize(width: 7, height: 7)])
  func truncated(box: PixelSize?) throws {
    for file in try Self.files() {
      let whole = try ImageDecoder.decode(bytes: file, fitting: box)
      #expect(whole.width > 0)
      for length in 0..<file.count {
        let cut = Array(file.prefix(length))
        let error = #expect(throws: ImageError.self, "\(file[0]) cut at \(length)") {
          try ImageDecoder.decode(bytes: cut, fitting: box)
        }
        switch error {
        case .unknownFormat: #expect(length < ImageSignature.prefixLength)
        case .corrupt(let signature, let detail):
          #expect(signature == ImageSignature.sniff(file))
          #expect(!detail.isEmpty)
        default: Issue.record("\(String(describing: error)) at \(length)")
        }
      }
    }
  }

  @Test("Any flipped bit of a PNG is refused: all its bytes are checked")
  func flippedPNG() throws {
    let file = try ImageEncoder.png(.noise(6, 5, opaque: false))
    for position in file.indices {
      var damaged = file
      damaged[position] ^= 1 << UInt8(position % 8)
      #expect(throws: ImageError.self, "byte \(position)") {
        try ImageDecoder.decode(bytes: damaged)
      }
    }
  }

  @Test("Extra bytes behind the picture are ignored")
  func trailing() throws {
    for file in try Self.files() {
      let whole = try ImageDecoder.decode(bytes: file)
      #expect(try ImageDecoder.decode(bytes: file + [1, 2, 3, 4, 5, 6, 7, 8]) == whole)
    }
  }

  @Test("A damaged profile does not spoil the picture, and nothing reaches standard error")
  func silent() async throws {
    // In a process of its own: the others write to the same standard error.
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      let image = PixelImage.noise(6, 5, opaque: true)
      let plain = try ImageEncoder.png(image)
      let maker = HandmadePNG(width: 1, height: 1, bitDepth: 8, colourType: 2)
      let odd =
        maker.chunk("iCCP", Array("bad".utf8) + [0, 0, 1, 2, 3]) + maker.chunk("gAMA", [9])
        + maker.chunk("zzzz", [1, 2, 3])
      let file = plain[..<33] + odd + plain[33...]
      let decoded = try ImageDecoder.decode(bytes: Array(file))
      #expect(decoded == image)
      for file in try DamageTests.files() {
        let cut = Array(file.dropLast(20))
        #expect(throws: ImageError.self) { try ImageDecoder.decode(bytes: cut) }
      }
    }
    let printed = try #require(result).standardErrorContent
    #expect(printed.isEmpty, "\(String(decoding: printed, as: UTF8.self))")
  }
}
