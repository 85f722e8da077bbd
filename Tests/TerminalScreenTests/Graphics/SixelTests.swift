import Pictures
import Testing

@testable import TerminalScreen

@Suite("Sixels", .timeLimit(.minutes(3)))
struct SixelTests {
  private func strips(
    _ image: PixelImage, _ grid: GridSize, _ cell: CellGeometry, _ transfer: Transfer = .full
  ) throws -> EncodedStrips {
    try SixelImages().strips(
      of: image, in: PictureFrame(grid: grid, cell: cell, transfer: transfer))
  }

  private func decoded(_ encoded: EncodedStrips, _ cell: CellGeometry) -> SixelDecoder {
    var decoder = SixelDecoder(width: encoded.pixels.width, height: encoded.pixels.height)
    for strip in encoded.strips {
      let text = String(decoding: strip.content, as: UTF8.self)
      decoder.draw(
        String(text.dropFirst(2).dropLast(2)), atRow: strip.rows.lowerBound * cell.pixelHeight)
    }
    return decoder
  }

  @Test(
    "What is drawn is the picture, within a small error", arguments: Transfer.allCases,
    [12, 13, 18])
  func fidelity(_ transfer: Transfer, _ height: Int) throws {
    let cell = CellGeometry(pixelWidth: height / 2, pixelHeight: height)
    let image = PixelImage.photograph(width: 120, height: 90)
    let encoded = try strips(image, GridSize(rows: 9, columns: 24), cell, transfer)
    let decoder = decoded(encoded, cell)
    let scaled = image.scaled(to: encoded.pixels)
    let pairs = (0..<decoder.pixels.count).compactMap { index in
      decoder.pixels[index].map {
        ($0, scaled.color(index % decoder.width, index / decoder.width))
      }
    }
    #expect(pairs.count == decoder.width * decoder.height)
    #expect(rootMeanSquare(pairs) < (transfer == .full ? 9 : 11))
    #expect(!decoder.isOverdrawn)
    #expect(encoded.pixels.height % 6 == 0 && encoded.pixels.height <= 9 * height)
  }

  @Test("Diffused errors keep the mean colour of small areas")
  func diffusion() throws {
    let image = PixelImage.photograph(width: 96, height: 96)
    let few = IndexedImage(image, colors: 32, isDiffused: true)
    for (left, top) in [(0, 0), (32, 48), (64, 16)] {
      var (drawn, wanted) = (SIMD3<Int>.zero, SIMD3<Int>.zero)
      for row in top..<top + 32 {
        for column in left..<left + 32 {
          drawn &+= SIMD3<Int>(truncatingIfNeeded: few.palette[Int(few.indices[row * 96 + column])])
          wanted &+= image.color(column, row)
        }
      }
      let difference = (drawn &- wanted) / 1024
      for channel in 0..<3 { #expect(abs(difference[channel]) < 16) }
    }
  }

  @Test("Transparent pixels are left alone")
  func transparency() throws {
    let cell = CellGeometry(pixelWidth: 6, pixelHeight: 12)
    let image = PixelImage.photograph(width: 48, height: 48).halfTransparent
    let encoded = try strips(image, GridSize(rows: 4, columns: 8), cell)
    let decoder = decoded(encoded, cell)
    for row in 0..<48 {
      #expect(decoder.pixels[row * 48 + 10] == nil)
      #expect(decoder.pixels[row * 48 + 40] != nil)
    }
  }

  @Test(
    "Strips begin and end with rows of cells, and cover all of them",
    arguments: [10, 13, 16, 18, 20, 24])
  func stripRows(_ height: Int) throws {
    let cell = CellGeometry(pixelWidth: height / 2, pixelHeight: height)
    let encoded = try strips(
      .photograph(width: 200, height: 200), GridSize(rows: 30, columns: 60), cell)
    #expect(encoded.strips.first?.rows.lowerBound == 0)
    #expect(encoded.strips.last?.rows.upperBound == 30)
    for (strip, next) in zip(encoded.strips, encoded.strips.dropFirst()) {
      #expect(strip.rows.upperBound == next.rows.lowerBound)
      #expect(strip.rows.count * height % 6 == 0)
    }
    #expect(encoded.strips.count > 1)
  }

  @Test("A palette of 256 colours is used up to the last one, a smaller one is kept to")
  func paletteSizes() {
    let image = PixelImage.photograph(width: 80, height: 80)
    for count in [2, 16, 96, 256] {
      let indexed = IndexedImage(image, colors: count, isDiffused: false)
      #expect(indexed.palette.count == count)
      #expect(indexed.indices.allSatisfy { Int($0) < count })
    }
    let plain = PixelImage(
      width: 2, height: 1, pixels: [255, 0, 0, 255, 0, 0, 255, 255])
    let few = IndexedImage(plain, colors: 256, isDiffused: true)
    #expect(Set(few.palette) == [SIMD3(255, 0, 0), SIMD3(0, 0, 255)])
  }

  @Test("A PNG with a palette decodes to the colours of the palette")
  func palettePNG() throws {
    for image in [
      PixelImage.photograph(width: 50, height: 40),
      PixelImage.photograph(width: 50, height: 40).halfTransparent,
    ] {
      let indexed = IndexedImage(image, colors: 64, isDiffused: false)
      let png = try #require(indexed.png(compression: 6))
      let decoded = try ImageDecoder.decode(bytes: png)
      #expect(decoded.size == image.size)
      for index in 0..<2000 {
        let number = indexed.indices[index]
        #expect(decoded.pixels[4 * index + 3] == (number == indexed.transparent ? 0 : 255))
        guard number != indexed.transparent else { continue }
        let color = SIMD3<Int>(truncatingIfNeeded: indexed.palette[Int(number)])
        #expect(decoded.color(index % 50, index / 50) == color)
      }
    }
  }
}
