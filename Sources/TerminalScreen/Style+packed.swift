extension Style {
  private static let colorBits: UInt64 = 26
  private static let colorMask: UInt64 = 1 << colorBits - 1

  /// The whole style in 60 bits: two colours of 26 and the attributes.
  var packed: UInt64 {
    foreground.packed | background.packed << Self.colorBits
      | UInt64(attributes.rawValue) << (2 * Self.colorBits)
  }

  /// The style that was packed.
  init(packed: UInt64) {
    self.init(
      foreground: Color(packed: packed & Self.colorMask),
      background: Color(packed: packed >> Self.colorBits & Self.colorMask),
      attributes: Attributes(rawValue: UInt8(truncatingIfNeeded: packed >> (2 * Self.colorBits))))
  }
}

extension Color {
  private static let palette: UInt64 = 1 << 24
  private static let rgb: UInt64 = 2 << 24

  /// The colour in 26 bits: the kind and, below it, the number or red, green and blue.
  fileprivate var packed: UInt64 {
    switch self {
    case .terminal: 0
    case .palette(let number): Self.palette | UInt64(number)
    case .rgb(let red, let green, let blue):
      Self.rgb | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
    }
  }

  fileprivate init(packed: UInt64) {
    let low = UInt8(truncatingIfNeeded: packed)
    switch packed >> 24 {
    case 0: self = .terminal
    case 1: self = .palette(low)
    default:
      self = .rgb(
        UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8), low)
    }
  }
}
