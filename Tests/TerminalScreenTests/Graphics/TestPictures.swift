import Pictures
import StudioTestSupport

extension PixelImage {
  /// Smooth colours with some noise: what photographs are like.
  static func photograph(width: Int, height: Int) -> PixelImage {
    var random = SeededGenerator(seed: 7)
    var pixels: [UInt8] = []
    for row in 0..<height {
      for column in 0..<width {
        let noise = Int(random.next() % 13)
        pixels += [
          UInt8(min(255, 243 * column / width + noise)),
          UInt8(min(255, 243 * row / height + noise)),
          UInt8(min(255, 243 * (width + height - column - row) / (width + height) + noise)), 255,
        ]
      }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  /// Its left half transparent.
  var halfTransparent: PixelImage {
    var image = self
    var pixels = self.pixels
    for index in 0..<width * height where index % width < width / 2 { pixels[4 * index + 3] = 0 }
    image.pixels = pixels
    return image
  }

  func color(_ column: Int, _ row: Int) -> SIMD3<Int> {
    let start = 4 * (row * width + column)
    return SIMD3(Int(pixels[start]), Int(pixels[start + 1]), Int(pixels[start + 2]))
  }
}

/// How far two colours are from each other, as the root of the mean square over the channels.
func rootMeanSquare(_ pairs: [(SIMD3<Int>, SIMD3<Int>)]) -> Double {
  let sum = pairs.reduce(0) { sum, pair in
    let difference = pair.0 &- pair.1
    return sum + (difference &* difference).wrappedSum()
  }
  return (Double(sum) / Double(3 * max(1, pairs.count))).squareRoot()
}
