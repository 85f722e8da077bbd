import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ScalingTests {
  @Test(
    "Shrinking keeps the mean colour",
    arguments: [(64, 48), (37, 23), (100, 1), (1, 75), (1, 1), (99, 74)])
  func keepsMean(width: Int, height: Int) {
    let image = PixelImage.noise(100, 75, opaque: true)
    let small = image.scaled(to: PixelSize(width: width, height: height))
    #expect(small.size == PixelSize(width: width, height: height))
    for channel in 0..<4 {
      #expect(abs(small.mean(of: channel) - image.mean(of: channel)) < 0.6)
    }
  }

  @Test("A block of two by two becomes its rounded average")
  func averages() {
    let image = PixelImage(
      width: 2, height: 2,
      pixels: [10, 0, 0, 255, 20, 0, 0, 255, 30, 0, 255, 255, 41, 0, 255, 255])
    #expect(image.scaled(to: PixelSize(width: 1, height: 1)).pixels == [25, 0, 128, 255])
  }

  @Test("Transparent pixels lend no colour, only transparency", arguments: [1, 2, 3, 7, 16, 21])
  func premultiplies(side: Int) {
    let pixels = (0..<8 * 8).flatMap { i -> [UInt8] in
      i % 2 == 0 ? [200, 100, 50, 255] : [0, 255, 0, 0]
    }
    let scaled = PixelImage(width: 8, height: 8, pixels: pixels)
      .scaled(to: PixelSize(width: side, height: side))
    for y in 0..<side {
      for x in 0..<side where scaled.pixel(x, y)[3] > 0 {
        #expect(scaled.pixel(x, y)[..<3] == [200, 100, 50])
      }
    }
    if side < 8 { #expect(abs(scaled.mean(of: 3) - 127.5) < 1) }
  }

  @Test("A plain colour stays exactly that colour at any size")
  func plainStaysPlain() {
    let image = PixelImage.plain(31, 17, [250, 3, 128, 77])
    for size in [(1, 1), (30, 17), (31, 16), (64, 64), (7, 90), (90, 7)] {
      let scaled = image.scaled(to: PixelSize(width: size.0, height: size.1))
      #expect(scaled == .plain(size.0, size.1, [250, 3, 128, 77]))
    }
  }

  @Test("Enlarging blends between neighbours and keeps the outermost colours")
  func enlarges() {
    let image = PixelImage(width: 2, height: 1, pixels: [0, 0, 0, 255, 200, 0, 0, 255])
    let wide = image.scaled(to: PixelSize(width: 8, height: 2))
    let reds = (0..<8).map { wide.pixel($0, 1)[0] }
    #expect(reds == [0, 0, 25, 75, 125, 175, 200, 200])
  }

  @Test("Scaling to the own size changes nothing, and sides are at least one")
  func edges() {
    let image = PixelImage.noise(9, 5, opaque: false)
    #expect(image.scaled(to: image.size) == image)
    #expect(
      image.scaled(to: PixelSize(width: 0, height: -3)).size == PixelSize(width: 1, height: 1))
  }

  @Test("A file is decoded to any size, of whatever aspect, and never enlarged")
  func decodedToSize() throws {
    let image = PixelImage.noise(50, 40, opaque: false)
    try withTemporaryFile(ImageEncoder.png(image)) { path in
      let flat = try ImageDecoder.decode(path: path) { size in
        #expect(size == image.size)
        return PixelSize(width: 33, height: 7)
      }
      #expect(flat == image.scaled(to: PixelSize(width: 33, height: 7)))
      let tall = try ImageDecoder.decode(path: path) { _ in PixelSize(width: 0, height: 900) }
      #expect(tall.size == PixelSize(width: 1, height: 40))
      let part = PixelRect(x: 10, y: 20, size: PixelSize(width: 9, height: 8))
      let cut = try ImageDecoder.decode(path: path, part: part) { _ in
        PixelSize(width: 9, height: 4)
      }
      #expect(cut.size == PixelSize(width: 9, height: 4))
    }
  }
}
