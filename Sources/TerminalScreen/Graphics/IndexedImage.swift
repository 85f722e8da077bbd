internal import Pictures

/// A picture with a palette: one byte a pixel.
struct IndexedImage {
  let width: Int
  let height: Int
  /// At most 256 colours.
  let palette: [SIMD3<UInt8>]
  /// The number that transparent pixels have, after those of the palette; nil when there are none.
  let transparent: UInt8?
  /// `width * height` numbers.
  private(set) var indices: [UInt8]

  /// The picture in at most `colors` colours (2…256), transparency among them: pixels are either
  /// transparent or not. Diffused errors make gradients smooth, and cost bytes.
  init(_ image: PixelImage, colors: Int, isDiffused: Bool) {
    let histogram = ColorHistogram(of: image)
    let room = min(max(colors, 2), 256) - (histogram.hasTransparency ? 1 : 0)
    width = image.width
    height = image.height
    palette = PaletteCut.palette(of: histogram, count: room)
    transparent = histogram.hasTransparency ? UInt8(palette.count) : nil
    indices = [UInt8](repeating: transparent ?? 0, count: width * height)
    var matcher = NearestColor(in: palette)
    isDiffused ? diffuse(image, by: &matcher) : match(image, by: &matcher)
  }

  private mutating func match(_ image: PixelImage, by matcher: inout NearestColor) {
    image.pixels.withUnsafeBufferPointer { pixels in
      indices.withUnsafeMutableBufferPointer { indices in
        for index in indices.indices where pixels[4 * index + 3] >= 128 {
          indices[index] = matcher.index(
            Int(pixels[4 * index]), Int(pixels[4 * index + 1]), Int(pixels[4 * index + 2]))
        }
      }
    }
  }

  /// Floyd and Steinberg's weights, each second row from the right: no worms in one direction.
  private mutating func diffuse(_ image: PixelImage, by matcher: inout NearestColor) {
    let blank = [SIMD3<Int32>](repeating: .zero, count: width + 2)
    var (errors, following) = (blank, blank)
    for row in 0..<height {
      let isLeftward = row % 2 == 1
      diffuse(image, row, isLeftward ? -1 : 1, &errors, &following, &matcher)
      errors = following
      following = blank
    }
  }

  private mutating func diffuse(
    _ image: PixelImage, _ row: Int, _ step: Int, _ errors: inout [SIMD3<Int32>],
    _ following: inout [SIMD3<Int32>], _ matcher: inout NearestColor
  ) {
    let (width, palette) = (width, palette)
    let (lowest, highest) = (SIMD3<Int32>.zero, SIMD3<Int32>(repeating: 255))
    image.pixels.withUnsafeBufferPointer { pixels in
      indices.withUnsafeMutableBufferPointer { indices in
        for count in 0..<width {
          let column = step > 0 ? count : width - 1 - count
          let pixel = row * width + column
          guard pixels[4 * pixel + 3] >= 128 else { continue }
          let color = SIMD3(
            Int32(pixels[4 * pixel]), Int32(pixels[4 * pixel + 1]), Int32(pixels[4 * pixel + 2]))
          let wanted = (color &+ errors[column + 1] &>> 4)
            .clamped(lowerBound: lowest, upperBound: highest)
          let index = matcher.index(Int(wanted.x), Int(wanted.y), Int(wanted.z))
          indices[pixel] = index
          let error = wanted &- SIMD3<Int32>(truncatingIfNeeded: palette[Int(index)])
          errors[column + 1 + step] &+= error &* 7
          following[column + 1 - step] &+= error &* 3
          following[column + 1] &+= error &* 5
          following[column + 1 + step] &+= error
        }
      }
    }
  }
}

/// Finds the nearest colour of a palette; answers for 5 bits a channel are remembered.
private struct NearestColor {
  private let palette: [SIMD3<Int32>]
  private var known = [Int16](repeating: -1, count: 32768)

  init(in palette: [SIMD3<UInt8>]) {
    self.palette = palette.map { SIMD3<Int32>(truncatingIfNeeded: $0) }
  }

  mutating func index(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
    let bin = (red >> 3) << 10 | (green >> 3) << 5 | blue >> 3
    if known[bin] >= 0 { return UInt8(truncatingIfNeeded: known[bin]) }
    let middle = SIMD3(
      Int32(red & ~7 | 4), Int32(green & ~7 | 4), Int32(blue & ~7 | 4))
    let found = nearest(to: middle)
    known[bin] = Int16(found)
    return UInt8(truncatingIfNeeded: found)
  }

  private func nearest(to color: SIMD3<Int32>) -> Int {
    var (best, least) = (0, Int32.max)
    palette.withUnsafeBufferPointer { palette in
      for index in palette.indices {
        let difference = palette[index] &- color
        let distance =
          3 &* difference.x &* difference.x &+ 6 &* difference.y &* difference.y
          &+ 2 &* difference.z &* difference.z
        if distance < least { (best, least) = (index, distance) }
      }
    }
    return best
  }
}
