internal import Pictures

/// How often which colours occur in a picture, in bins of 5 bits a channel; transparent pixels are
/// left out.
struct ColorHistogram {
  /// The colours of one bin that occur.
  struct Bin {
    /// The bin's red, green and blue, 0…31.
    var level: SIMD3<UInt8>
    var count: Int
    /// The sums of their red, green and blue.
    var sum: SIMD3<Int>
  }

  /// The bins that are not empty.
  let bins: [Bin]
  /// Whether a pixel is transparent.
  let hasTransparency: Bool

  init(of image: PixelImage) {
    var counts = [Int](repeating: 0, count: 32768)
    var sums = [SIMD3<Int>](repeating: .zero, count: 32768)
    var seen = 0
    image.pixels.withUnsafeBufferPointer { pixels in
      counts.withUnsafeMutableBufferPointer { counts in
        sums.withUnsafeMutableBufferPointer { sums in
          for start in stride(from: 0, to: pixels.count, by: 4) where pixels[start + 3] >= 128 {
            let (red, green, blue) = (pixels[start], pixels[start + 1], pixels[start + 2])
            let bin = Self.index(red, green, blue)
            counts[bin] += 1
            sums[bin] &+= SIMD3(Int(red), Int(green), Int(blue))
            seen += 1
          }
        }
      }
    }
    bins = counts.indices.filter { counts[$0] > 0 }.map { index in
      let level = SIMD3(UInt8(index >> 10), UInt8(index >> 5 & 31), UInt8(index & 31))
      return Bin(level: level, count: counts[index], sum: sums[index])
    }
    hasTransparency = seen < image.width * image.height
  }

  /// The number of a colour's bin.
  static func index(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
    (Int(red) >> 3) << 10 | (Int(green) >> 3) << 5 | Int(blue) >> 3
  }
}
