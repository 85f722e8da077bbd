internal import TerminalScreen

extension Color {
  /// The one of xterm's fixed colours (16–255) that looks most like this one; colours that are no
  /// RGB value stay.
  ///
  /// To the eye a warm white is nearer to a light grey than to pink, which channel by channel it is
  /// not. For pictures, whose pixels are many, `reduced(to:)` is near enough.
  func nearestFixedByEye() -> Color {
    guard case .rgb(let red, let green, let blue) = self else { return self }
    let wanted = Appearance(red, green, blue)
    let distances = Self.fixedAppearances.map(wanted.distance)
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    return .palette(UInt8(16 + nearest))
  }

  private static let fixedAppearances: [Appearance] = (0..<240).map { (index: Int) in
    guard index < 216 else {
      let level = UInt8(8 + 10 * (index - 216))
      return Appearance(level, level, level)
    }
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    return Appearance(levels[index / 36], levels[index / 6 % 6], levels[index % 6])
  }

  /// Which of the colours 1–6 (red, green, yellow, blue, magenta, cyan) has this colour's hue; nil
  /// for greys and for colours that are no RGB value.
  var namedHue: UInt8? {
    guard case .rgb(let red, let green, let blue) = self else { return nil }
    let appearance = Appearance(red, green, blue)
    guard appearance.chroma > 0.06 else { return nil }
    return Self.hues.min { left, right in
      Self.angle(left.degrees, appearance.hue) < Self.angle(right.degrees, appearance.hue)
    }?.number
  }

  private static let hues: [(number: UInt8, degrees: Double)] = [
    (1, 29), (2, 142), (3, 110), (4, 264), (5, 328), (6, 195),
  ]

  private static func angle(_ one: Double, _ other: Double) -> Double {
    let difference = abs(one - other)
    return min(difference, 360 - difference)
  }
}
