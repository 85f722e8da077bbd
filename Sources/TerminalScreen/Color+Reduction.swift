internal import CSymbols

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
      return .palette(palette_nearest_fixed(red, green, blue))
    case (.ansi16, .palette(let number)) where number < 16: return self
    case (.ansi16, .palette(let number)):
      let (red, green, blue) = Color.components(ofPalette: number)
      return .palette(palette_nearest_named(red, green, blue))
    case (.ansi16, .rgb(let red, let green, let blue)):
      return .palette(palette_nearest_named(red, green, blue))
    }
  }

  /// The red, green and blue of a palette number, by xterm's table; a user's palette may differ.
  static func components(ofPalette number: UInt8) -> (UInt8, UInt8, UInt8) {
    var rgb: (UInt8, UInt8, UInt8) = (0, 0, 0)
    withUnsafeMutableBytes(of: &rgb) { bytes in
      palette_color(number, bytes.bindMemory(to: UInt8.self).baseAddress)
    }
    return rgb
  }
}
