/// Linear-ish red, green and blue from 0 to 1, and small sums with them.
typealias Colour = SIMD3<Float>

/// A place in a picture: x from 0 to the aspect ratio, y from 0 (top) to 1 (bottom).
typealias Place = SIMD2<Float>

extension Colour {
  /// From the usual six hexadecimal digits.
  init(hex: Int) {
    self.init(
      Float(hex >> 16 & 0xFF) / 255, Float(hex >> 8 & 0xFF) / 255, Float(hex & 0xFF) / 255)
  }

  var brightness: Float { 0.3 * x + 0.59 * y + 0.11 * z }

  /// Moves towards or away from grey of the same brightness.
  func saturated(_ amount: Float) -> Colour {
    let grey = Colour(repeating: brightness)
    return grey + (self - grey) * amount
  }
}

@inline(__always)
func blend(_ from: Colour, _ to: Colour, _ share: Float) -> Colour {
  from + (to - from) * min(1, max(0, share))
}

@inline(__always)
func blend(_ from: Float, _ to: Float, _ share: Float) -> Float {
  from + (to - from) * min(1, max(0, share))
}

/// 0 below `low`, 1 above `high`, smooth between.
@inline(__always)
func ramp(_ low: Float, _ high: Float, _ value: Float) -> Float {
  let share = min(1, max(0, (value - low) / (high - low)))
  return share * share * (3 - 2 * share)
}

@inline(__always)
func distance(_ from: Place, _ to: Place) -> Float {
  let offset = to - from
  return (offset.x * offset.x + offset.y * offset.y).squareRoot()
}
