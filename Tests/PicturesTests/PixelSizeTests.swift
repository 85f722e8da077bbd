import Pictures
import StudioTestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct PixelSizeTests {
  @Test(
    "A picture fits its box with its aspect kept",
    arguments: [
      (PixelSize(width: 1024, height: 1024), PixelSize(width: 256, height: 100), "100×100"),
      (PixelSize(width: 1536, height: 1024), PixelSize(width: 300, height: 300), "300×200"),
      (PixelSize(width: 1024, height: 1536), PixelSize(width: 300, height: 300), "200×300"),
      (PixelSize(width: 30_000, height: 1), PixelSize(width: 100, height: 100), "100×1"),
      (PixelSize(width: 3, height: 3), PixelSize(width: 0, height: -4), "1×1"),
      (PixelSize(width: 100, height: 50), PixelSize(width: .max, height: .max), "100×50"),
      (PixelSize(width: .max, height: .max), PixelSize(width: 64, height: 32), "32×32"),
    ])
  func fits(size: PixelSize, box: PixelSize, expected: String) {
    #expect(size.fitted(into: box).description == expected)
  }

  @Test("A smaller picture keeps its size unless enlarging is asked for")
  func enlarging() {
    let size = PixelSize(width: 40, height: 20)
    let box = PixelSize(width: 100, height: 100)
    #expect(size.fitted(into: box) == size)
    #expect(size.fitted(into: box, enlarging: true) == PixelSize(width: 100, height: 50))
  }

  @Test("The fitted size never leaves the box, whatever the sides")
  func staysInside() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let size = PixelSize(
        width: .random(in: 1...40_000, using: &generator),
        height: .random(in: 1...40_000, using: &generator))
      let box = PixelSize(
        width: .random(in: 1...3000, using: &generator),
        height: .random(in: 1...3000, using: &generator))
      let fitted = size.fitted(into: box, enlarging: Bool.random(using: &generator))
      #expect((1...box.width).contains(fitted.width))
      #expect((1...box.height).contains(fitted.height))
    }
  }

  @Test("A pixel count that overflows is the largest number")
  func counts() {
    #expect(PixelSize(width: 3, height: 5).pixelCount == 15)
    #expect(PixelSize(width: .max, height: 2).pixelCount == .max)
  }
}
