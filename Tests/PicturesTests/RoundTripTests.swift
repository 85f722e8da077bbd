import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct RoundTripTests {
  @Test(
    "A PNG decodes to the very pixels it was made of",
    arguments: [true, false], [(1, 1), (3, 2), (64, 33), (257, 3)])
  func png(opaque: Bool, side: (Int, Int)) throws {
    let image = PixelImage.noise(side.0, side.1, opaque: opaque)
    for compression in [-3, 0, 1, 6, 9, 40] {
      let file = try ImageEncoder.png(image, compression: compression)
      #expect(try ImageDecoder.decode(bytes: file) == image)
      #expect(file[25] == (opaque ? 2 : 6), "colour type: RGB only when opaque")
    }
  }

  @Test("A PNG with a palette decodes to the colours of its numbers", arguments: [true, false])
  func palette(hasTransparent: Bool) throws {
    let colors: [SIMD3<UInt8>] = [[200, 10, 20], [0, 0, 0], [3, 90, 255]]
    let numbers = hasTransparent ? 4 : 3
    let indices = (0..<35).map { UInt8($0 * $0 % numbers) }
    let picture = try #require(
      PalettePicture(
        size: PixelSize(width: 7, height: 5), indices: indices, colors: colors,
        hasTransparent: hasTransparent))
    let file = try ImageEncoder.png(picture, compression: 9)
    #expect(file[25] == 3, "colour type: palette")
    let decoded = try ImageDecoder.decode(bytes: file)
    #expect(decoded.size == picture.size)
    for (pixel, index) in indices.enumerated() {
      let found = decoded.pixels[4 * pixel..<4 * pixel + 4]
      if index == 3 {
        #expect(found.last == 0)
      } else {
        let color = colors[Int(index)]
        #expect(Array(found) == [color.x, color.y, color.z, 255])
      }
    }
  }

  @Test("What has a number without a colour, or another count of pixels, is no palette picture")
  func brokenPalettes() {
    let size = PixelSize(width: 2, height: 1)
    let colors = [SIMD3<UInt8>](repeating: [1, 2, 3], count: 256)
    #expect(
      PalettePicture(size: size, indices: [0, 1], colors: colors, hasTransparent: false) != nil)
    #expect(
      PalettePicture(size: size, indices: [0, 1], colors: colors, hasTransparent: true) == nil)
    #expect(PalettePicture(size: size, indices: [0], colors: colors, hasTransparent: false) == nil)
    #expect(
      PalettePicture(size: size, indices: [0, 2], colors: [[1, 2, 3]], hasTransparent: true) == nil)
    #expect(PalettePicture(size: size, indices: [0, 0], colors: [], hasTransparent: false) == nil)
  }

  @Test("A lossless WebP decodes to the very pixels", arguments: [true, false])
  func losslessWebP(opaque: Bool) throws {
    let image = PixelImage.noise(50, 41, opaque: opaque)
    let file = try ImageEncoder.webp(image, lossless: true)
    #expect(try ImageDecoder.decode(bytes: file) == image)
  }

  @Test("JPEG and lossy WebP stay near the pixels")
  func lossy() throws {
    let image = PixelImage.gradient(96, 80)
    for file in [try ImageEncoder.jpeg(image, quality: 95), try ImageEncoder.webp(image)] {
      let decoded = try ImageDecoder.decode(bytes: file)
      #expect(decoded.size == image.size)
      let worst = zip(decoded.pixels, image.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 255
      #expect(worst < 16)
    }
  }

  @Test("A lower JPEG quality gives a smaller file; values out of range are brought in")
  func jpegQuality() throws {
    let image = PixelImage.noise(64, 64, opaque: true)
    let sizes = try [-5, 1, 30, 85, 100, 900].map {
      try ImageEncoder.jpeg(image, quality: $0).count
    }
    #expect(sizes[0] == sizes[1] && sizes[4] == sizes[5])
    #expect(sizes[1] < sizes[2] && sizes[2] < sizes[3] && sizes[3] < sizes[4])
  }

  @Test("Transparent parts of a JPEG are shown on white")
  func jpegAlpha() throws {
    let image = PixelImage.plain(16, 16, [0, 0, 0, 51])
    let decoded = try ImageDecoder.decode(bytes: ImageEncoder.jpeg(image))
    #expect(decoded.pixels.allSatisfy { $0 >= 202 })
    #expect(abs(decoded.mean(of: 0) - 204) < 2)
    #expect(decoded.isOpaque)
  }

  @Test(
    "Shrinking on load gives what decoding and scaling give",
    arguments: [(40, 40), (17, 90), (100, 3), (1, 1), (150, 100), (4000, 4000)])
  func shrinksOnLoad(box: (Int, Int)) throws {
    let box = PixelSize(width: box.0, height: box.1)
    let image = PixelImage.gradient(160, 96)
    let expected = image.scaled(to: image.size.fitted(into: box))
    #expect(try ImageDecoder.decode(bytes: ImageEncoder.png(image), fitting: box) == expected)
    for file in [try ImageEncoder.jpeg(image, quality: 95), try ImageEncoder.webp(image)] {
      let whole = try ImageDecoder.decode(bytes: file)
      let decoded = try ImageDecoder.decode(bytes: file, fitting: box)
      #expect(decoded.size == expected.size)
      for channel in 0..<4 {
        let difference =
          decoded.mean(of: channel) - whole.scaled(to: expected.size).mean(of: channel)
        #expect(abs(difference) < 2, "\(ImageSignature.sniff(file)?.rawValue ?? "") \(channel)")
      }
    }
  }

  @Test("A JPEG whose sides are no multiples of eight is off by less than a pixel when shrunk")
  func oddJPEG() throws {
    let image = PixelImage.gradient(205, 107)
    let box = PixelSize(width: 24, height: 24)
    let small = try ImageDecoder.decode(
      bytes: ImageEncoder.jpeg(image, quality: 95), fitting: box)
    let expected = image.scaled(to: small.size)
    for y in 1..<small.height - 1 {
      for x in 1..<small.width - 1 {
        let red = expected.pixel(x - 1, y)[0]...expected.pixel(x + 1, y)[0]
        let green = expected.pixel(x, y - 1)[1]...expected.pixel(x, y + 1)[1]
        #expect(red.contains(small.pixel(x, y)[0]) && green.contains(small.pixel(x, y)[1]))
      }
    }
  }

  @Test("A file on disk decodes like its bytes")
  func fromDisk() throws {
    let image = PixelImage.noise(70, 50, opaque: false)
    let bytes = try ImageEncoder.png(image)
    let box = PixelSize(width: 20, height: 20)
    try withTemporaryFile(bytes) { (path) throws in
      #expect(try ImageDecoder.info(path: path).size == image.size)
      #expect(try ImageDecoder.decode(path: path) == image)
      #expect(
        try ImageDecoder.decode(path: path, fitting: box)
          == ImageDecoder.decode(bytes: bytes, fitting: box))
    }
  }
}
