import CPictures
import Glibc
import Pictures
import Testing

@Suite(.timeLimit(.minutes(3)))
struct PNGKindTests {
  @Test("Sixteen bits a channel are rounded to eight")
  func sixteenBits() throws {
    let png = HandmadePNG(
      width: 2, height: 1, bitDepth: 16, colourType: 6,
      rows: [0] + [0xFF, 0xFF, 0x80, 0x80, 0, 0, 0x40, 0x40] + [
        0, 0xFF, 0, 0, 0x7F, 0x7F, 255, 255,
      ])
    #expect(
      try ImageDecoder.decode(bytes: png.bytes).pixels == [255, 128, 0, 64, 1, 0, 127, 255])
  }

  @Test("Gray becomes RGB, at eight and at one bit")
  func gray() throws {
    let eight = HandmadePNG(width: 2, height: 1, bitDepth: 8, colourType: 0, rows: [0, 7, 200])
    #expect(
      try ImageDecoder.decode(bytes: eight.bytes).pixels == [7, 7, 7, 255, 200, 200, 200, 255])
    let one = HandmadePNG(width: 3, height: 1, bitDepth: 1, colourType: 0, rows: [0, 0b1010_0000])
    #expect(
      try ImageDecoder.decode(bytes: one.bytes).pixels
        == [255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255])
  }

  @Test("Gray with alpha keeps its alpha")
  func grayAlpha() throws {
    let png = HandmadePNG(
      width: 1, height: 2, bitDepth: 8, colourType: 4, rows: [0, 9, 80, 0, 1, 2])
    #expect(try ImageDecoder.decode(bytes: png.bytes).pixels == [9, 9, 9, 80, 1, 1, 1, 2])
  }

  @Test("A palette and its transparency are looked up")
  func palette() throws {
    let png = HandmadePNG(
      width: 3, height: 1, bitDepth: 2, colourType: 3,
      palette: [255, 0, 0, 0, 255, 0, 0, 0, 255], transparency: [255, 128], rows: [0, 0b0001_1000])
    #expect(
      try ImageDecoder.decode(bytes: png.bytes).pixels
        == [255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 255])
  }

  @Test("The transparent colour of an RGB file is transparent")
  func colourKey() throws {
    let png = HandmadePNG(
      width: 2, height: 1, bitDepth: 8, colourType: 2, transparency: [0, 1, 0, 2, 0, 3],
      rows: [0, 1, 2, 3, 4, 5, 6])
    #expect(try ImageDecoder.decode(bytes: png.bytes).pixels == [1, 2, 3, 0, 4, 5, 6, 255])
  }

  @Test("An interlaced file decodes like a plain one, whole and shrunk")
  func interlaced() throws {
    let side = 13
    func value(_ x: Int, _ y: Int) -> UInt8 { UInt8((x * 17 + y * 29) % 256) }
    let passes = [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
      (0, 1, 1, 2),
    ]
    var woven: [UInt8] = []
    for (x0, y0, dx, dy) in passes {
      for y in stride(from: y0, to: side, by: dy) {
        woven += [0] + stride(from: x0, to: side, by: dx).map { value($0, y) }
      }
    }
    var plain: [UInt8] = []
    for y in 0..<side { plain += [0] + (0..<side).map { value($0, y) } }
    var png = HandmadePNG(width: side, height: side, bitDepth: 8, colourType: 0, rows: plain)
    let expected = try ImageDecoder.decode(bytes: png.bytes)
    #expect(expected.pixel(3, 2)[0] == value(3, 2))
    png.isInterlaced = true
    png.rows = woven
    #expect(try ImageDecoder.decode(bytes: png.bytes) == expected)
    let box = PixelSize(width: 5, height: 5)
    #expect(try ImageDecoder.decode(bytes: png.bytes, fitting: box) == expected.scaled(to: box))
  }

  @Test("Image data in many chunks is one stream, wherever it is cut")
  func manyChunks() throws {
    let picture = PixelImage.noise(40, 30, opaque: false)
    let file = try ImageEncoder.png(picture, compression: 1)
    let maker = HandmadePNG(width: 1, height: 1, bitDepth: 8, colourType: 2)
    let data = Array(file[41..<file.count - 16])
    for piece in [1, 7, 1000] {
      let chunks = stride(from: 0, to: data.count, by: piece).flatMap { start in
        maker.chunk("IDAT", Array(data[start..<min(start + piece, data.count)]))
      }
      let cut = file[..<33] + chunks + maker.chunk("IDAT", []) + maker.chunk("IEND", [])
      #expect(try ImageDecoder.decode(bytes: Array(cut)) == picture)
    }
  }

  @Test(
    "A picture of any size is the same as when its rows are inflated one by one",
    arguments: [(1, 1), (1, 300), (16383, 3), (150, 110), (5100, 1030)])
  func inflatedAtOnce(width: Int, height: Int) throws {
    let picture = PixelImage.gradient(width, height)
    let file = try ImageEncoder.png(picture, compression: 1)
    let box = PixelSize(width: 90, height: 50)
    #expect(try ImageDecoder.decode(bytes: file) == picture)
    #expect(
      try ImageDecoder.decode(bytes: file, fitting: box)
        == picture.scaled(to: picture.size.fitted(into: box)))
    // Bytes behind the end keep the image data from being inflated at once.
    #expect(try ImageDecoder.decode(bytes: file + [0]) == picture)
  }

  @Test("Pixels are inflated at once where nothing is amiss; else libpng is left to tell what is")
  func isInflatedAtOnce() throws {
    let file = try ImageEncoder.png(.gradient(40, 30))
    #expect(isInflated(file))
    #expect(!isInflated(file + [0]))
    #expect(!isInflated(Array(file.dropLast(9))))
    var damaged = file
    damaged[60] ^= 1
    #expect(!isInflated(damaged))
    var handmade = HandmadePNG(
      width: 1, height: 1, bitDepth: 8, colourType: 0, isInterlaced: true, rows: [0, 7])
    #expect(!isInflated(handmade.bytes))
    handmade.isInterlaced = false
    #expect(isInflated(handmade.bytes))
    handmade.width = 60000
    handmade.height = 60000
    #expect(!isInflated(handmade.bytes))
  }

  private func isInflated(_ file: [UInt8]) -> Bool {
    let png = file.withUnsafeBufferPointer { inflate_png($0.baseAddress, $0.count) }
    defer { free(png.bytes) }
    return png.bytes != nil
  }

  @Test("A CMYK JPEG becomes RGB")
  func cmyk() throws {
    for box in [nil, PixelSize(width: 3, height: 3)] {
      let image = try ImageDecoder.decode(bytes: cmykJPEG, fitting: box)
      #expect(abs(image.mean(of: 0) - 200) < 3)
      #expect(abs(image.mean(of: 1) - 100) < 3)
      #expect(image.mean(of: 2) < 3)
      #expect(image.isOpaque)
    }
  }
}
