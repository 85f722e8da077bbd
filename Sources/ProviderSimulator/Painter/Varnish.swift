/// The last touches: relief of thick paint, weave of the cloth, darker corners, gentle contrast.
struct Varnish: Sendable {
  let seed: UInt64

  func apply(to canvas: inout Canvas) {
    let relief = canvas.colours.map(\.brightness)
    let weave = Noise(seed: seed ^ 0xC10)
    let (width, height) = (canvas.width, canvas.height)
    let aspect = canvas.aspect
    for row in 0..<height {
      let y = Float(row) / Float(height) - 0.5
      for column in 0..<width {
        let index = row * width + column
        let left = index - (column > 0 ? 1 : 0) - (row > 0 ? width : 0)
        let right = index + (column < width - 1 ? 1 : 0) + (row < height - 1 ? width : 0)
        let slope = min(0.09, max(-0.09, relief[right] - relief[left]))
        let x = (Float(column) / Float(width) - 0.5) * min(1.2, aspect)
        let corner = 1 - 0.42 * ramp(0.32, 0.86, (x * x + y * y).squareRoot())
        let cloth = weave.lattice(Int32(column), Int32(row)) - 0.5
        let lit = canvas.colours[index] * (1 + slope * 0.55) * corner + cloth * 0.012
        canvas.colours[index] = Self.graded(lit)
      }
    }
  }

  /// A soft curve: deeper shadows, kept lights, a little more colour.
  private static func graded(_ colour: Colour) -> Colour {
    let clamped = colour.clamped(
      lowerBound: Colour(repeating: 0), upperBound: Colour(repeating: 1))
    let curved = clamped * clamped * (Colour(repeating: 3) - 2 * clamped)
    return (clamped + (curved - clamped) * 0.35).saturated(1.1)
  }
}
