/// Random damage to a text, the same for the same seed.
enum Mutation {
  private static let pieces = [
    "{", "}", "[", "]", ":", "\n", "  ", "\t", "'", "\"", "*a", "&a ", "? ", "- ", "{{", "}}",
    "{{^A}}", "\u{0}", "\u{1B}", "\u{2028}", "é", "🙂", "|", ">", "#", "%", "!!", "<<: ", "null",
    "\r",
    "---\n", "...\n", "\\",
  ]

  /// The text with one to four pieces cut, doubled, moved or inserted.
  static func mutate(_ text: String, using random: inout SplitMix) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let start = Int.random(in: 0...scalars.count, using: &random)
      let end = min(scalars.count, start + Int.random(in: 0...40, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: scalars[start..<end], at: start)
      case 2:
        let moved = scalars[start..<end]
        scalars.insert(contentsOf: moved, at: Int.random(in: 0...scalars.count, using: &random))
      default:
        let piece = pieces.randomElement(using: &random) ?? ""
        scalars.insert(contentsOf: piece.unicodeScalars, at: start)
      }
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}

/// A small generator whose numbers depend on its seed alone.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
