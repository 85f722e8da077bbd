internal import Glibc

/// How a colour looks, in OKLab (Ottosson 2020): distances and hues are those that eyes see.
struct Appearance {
  /// Lightness, green to red, blue to yellow.
  private let values: SIMD3<Double>

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    let light = SIMD3(Self.light(red), Self.light(green), Self.light(blue))
    let cones = SIMD3(
      cbrt((light * SIMD3(0.4122214708, 0.5363325363, 0.0514459929)).sum()),
      cbrt((light * SIMD3(0.2119034982, 0.6806995451, 0.1073969566)).sum()),
      cbrt((light * SIMD3(0.0883024619, 0.2817188376, 0.6299787005)).sum()))
    values = SIMD3(
      (cones * SIMD3(0.2104542553, 0.7936177850, -0.0040720468)).sum(),
      (cones * SIMD3(1.9779984951, -2.4285922050, 0.4505937099)).sum(),
      (cones * SIMD3(0.0259040371, 0.7827717662, -0.8086757660)).sum())
  }

  /// sRGB to light.
  private static func light(_ value: UInt8) -> Double {
    let value = Double(value) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// Squared; lightness counts half, so that a dark green stays green.
  func distance(to other: Appearance) -> Double {
    let difference = (values - other.values) * SIMD3(0.5.squareRoot(), 1, 1)
    return (difference * difference).sum()
  }

  /// 0 for greys; about 0.3 for the strongest colours of a screen.
  var chroma: Double { hypot(values.y, values.z) }

  /// In degrees: red 29, yellow 110, green 142, cyan 195, blue 264, magenta 328.
  var hue: Double {
    (atan2(values.z, values.y) * 180 / .pi + 360).truncatingRemainder(dividingBy: 360)
  }
}
