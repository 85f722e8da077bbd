/// The same random numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`, which is at least 1: cheaper than the standard library's.
  mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 1) % bound }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { below(times) == 0 }
}

extension SeededGenerator {
  /// A scalar of a kind that makes trouble, or a letter.
  mutating func scalar() -> Unicode.Scalar {
    let range = Self.ranges[below(Self.ranges.count)]
    let value = range.lowerBound + UInt32(below(range.count))
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static let ranges: [ClosedRange<UInt32>] = [
    0...0x1F, 0x20...0x7E, 0x61...0x7A, 0x61...0x7A, 0x7F...0x9F, 0xA0...0x2FF, 0x300...0x36F,
    0x590...0x6FF, 0x900...0xDFF, 0x1100...0x11FF, 0x180B...0x180F, 0x2000...0x206F,
    0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x20D0...0x20FF, 0x2500...0x27BF,
    0x3000...0x30FF, 0x4E00...0x4E20, 0xAC00...0xAC20, 0xD7B0...0xE010, 0xFE00...0xFE0F,
    0xFEFF...0xFEFF, 0xFF00...0xFFFF, 0x10EEEE...0x10EEEE, 0x110BD...0x110CD, 0x13430...0x1343F,
    0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x20000...0x20010,
    0xE0000...0xE01EF, 0xF0000...0xF0010, 0x10FFF0...0x10FFFF,
  ]
}
