/// Smooth noise that depends on a seed only: values from 0 to 1.
struct Noise: Sendable {
  private let seed: UInt32

  init(seed: UInt64) { self.seed = UInt32(truncatingIfNeeded: seed ^ (seed >> 32)) }

  /// One value for each lattice point.
  @inline(__always)
  func lattice(_ x: Int32, _ y: Int32) -> Float {
    var mixed = UInt32(bitPattern: x) &* 0x85EB_CA6B ^ UInt32(bitPattern: y) &* 0xC2B2_AE35 ^ seed
    mixed = (mixed ^ (mixed >> 15)) &* 0x2C1B_3C6D
    mixed = (mixed ^ (mixed >> 12)) &* 0x297A_2D39
    mixed ^= mixed >> 15
    return Float(mixed >> 8) * (1 / 16_777_216)
  }

  /// Interpolated between the lattice points.
  @inline(__always)
  func value(_ x: Float, _ y: Float) -> Float {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (column, row) = (Int32(left), Int32(top))
    let (u, v) = (Self.eased(x - left), Self.eased(y - top))
    let above = blend(lattice(column, row), lattice(column &+ 1, row), u)
    let below = blend(lattice(column, row &+ 1), lattice(column &+ 1, row &+ 1), u)
    return above + (below - above) * v
  }

  /// Several octaves, each finer and weaker.
  func layered(_ x: Float, _ y: Float, octaves: Int) -> Float {
    var (sum, weight, total, u, v) = (Float(0), Float(0.5), Float(0), x, y)
    for _ in 0..<octaves {
      sum += value(u, v) * weight
      total += weight
      weight *= 0.5
      (u, v) = (u * 1.72 - v * 1.06 + 17.3, u * 1.06 + v * 1.72 + 9.1)
    }
    return sum / total
  }

  /// Layered noise with sharp ridges, as of mountains.
  func ridged(_ x: Float, _ y: Float, octaves: Int) -> Float {
    var (sum, weight, total, u, v) = (Float(0), Float(0.5), Float(0), x, y)
    for _ in 0..<octaves {
      let fold = 1 - abs(2 * value(u, v) - 1)
      sum += fold * fold * weight
      total += weight
      weight *= 0.5
      (u, v) = (u * 2.03 + 31.7, v * 2.03 + 11.9)
    }
    return sum / total
  }

  /// Layered noise whose coordinates are bent by noise: smoke, marble, clouds.
  func warped(_ x: Float, _ y: Float, bend: Float, octaves: Int) -> Float {
    let across = layered(x + 5.2, y + 1.3, octaves: 2) - 0.5
    let down = layered(x + 9.7, y + 8.3, octaves: 2) - 0.5
    return layered(x + bend * across, y + bend * down, octaves: octaves)
  }

  /// The same noise elsewhere.
  func shifted(_ number: UInt64) -> Noise { Noise(seed: UInt64(seed) &* 31 &+ number &* 7919) }

  @inline(__always)
  private static func eased(_ share: Float) -> Float { share * share * (3 - 2 * share) }
}
