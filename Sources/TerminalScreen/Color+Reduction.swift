extension Color {
  /// The nearest colour that a terminal of this depth can show.
  ///
  /// Colours 0–15 belong to the user's palette, so the 256-colour answer for an RGB value comes
  /// from the fixed cube and grey ramp only (xterm's numbers 16–255).
  public func reduced(to depth: ColorDepth) -> Color {
    switch (depth, self) {
    case (.mono, _): return .terminal
    case (.truecolor, _), (_, .terminal): return self
    case (.palette256, .palette): return self
    case (.palette256, .rgb(let red, let green, let blue)):
      return .palette(Color.nearestFixed(red, green, blue))
    case (.ansi16, .palette(let number)) where number < 16: return self
    case (.ansi16, .palette(let number)):
      let (red, green, blue) = Color.components(ofPalette: number)
      return .palette(Color.nearestNamed(red, green, blue))
    case (.ansi16, .rgb(let red, let green, let blue)):
      return .palette(Color.nearestNamed(red, green, blue))
    }
  }

  /// The levels of one channel of xterm's 6×6×6 cube.
  private static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// xterm's standard values of colours 0–15; a user's palette may differ.
  private static let named: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0),
    (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
    (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  /// The red, green and blue of a palette number, by xterm's table.
  static func components(ofPalette number: UInt8) -> (UInt8, UInt8, UInt8) {
    switch number {
    case 0..<16: return named[Int(number)]
    case 16..<232:
      let index = Int(number) - 16
      return (cubeLevels[index / 36], cubeLevels[index / 6 % 6], cubeLevels[index % 6])
    default:
      let level = 8 + (number - 232) * 10
      return (level, level, level)
    }
  }

  private static func nearestFixed(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let (r, g, b) = (nearestLevel(red), nearestLevel(green), nearestLevel(blue))
    let cube = UInt8(16 + 36 * r + 6 * g + b)
    let average = (Int(red) + Int(green) + Int(blue)) / 3
    let gray = UInt8(232 + min(23, max(0, (average - 3) / 10)))
    let target = (red, green, blue)
    let isGrayNearer =
      distance(components(ofPalette: gray), target) < distance(components(ofPalette: cube), target)
    return isGrayNearer ? gray : cube
  }

  private static func nearestLevel(_ value: UInt8) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
  }

  private static func nearestNamed(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    var best = 0
    for index in named.indices
    where distance(named[index], (red, green, blue)) < distance(named[best], (red, green, blue)) {
      best = index
    }
    return UInt8(best)
  }

  private static func distance(_ a: (UInt8, UInt8, UInt8), _ b: (UInt8, UInt8, UInt8)) -> Int {
    let red = Int(a.0) - Int(b.0)
    let green = Int(a.1) - Int(b.1)
    let blue = Int(a.2) - Int(b.2)
    return 2 * red * red + 4 * green * green + 3 * blue * blue
  }
}
