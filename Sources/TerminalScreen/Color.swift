/// How many colours a terminal can show.
public enum ColorDepth: Int, Comparable, Sendable, CaseIterable {
  /// No colour; attributes only.
  case mono
  /// The 8 or 16 named colours.
  case ansi16
  /// The 256 numbered colours.
  case palette256
  /// 24 bits a cell.
  case truecolor

  /// Fewer colours come first.
  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The colour of text or of what is behind it.
public enum Color: Hashable, Sendable {
  /// The terminal's own default, whatever the user chose.
  case terminal
  /// A number of the 256-colour palette; 0–15 are the user's own named colours.
  case palette(UInt8)
  /// Red, green, blue.
  case rgb(UInt8, UInt8, UInt8)
}

extension Color {
  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  /// Reads `#rrggbb`, `#rgb`, `default`, `red`, `bright-blue`, or a palette number `0`…`255`; nil
  /// for any other text. Letter case does not matter.
  public init?(parsing text: String) {
    let word = text.lowercased()
    if word == "default" {
      self = .terminal
    } else if word.hasPrefix("#") {
      guard let color = Color(hexDigits: word.dropFirst()) else { return nil }
      self = color
    } else if let color = Color(name: word) {
      self = color
    } else if let number = UInt8(word), word.utf8.allSatisfy({ (48...57).contains($0) }) {
      self = .palette(number)
    } else {
      return nil
    }
  }

  private init?(hexDigits: Substring) {
    let digits = hexDigits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    guard digits.count == hexDigits.count else { return nil }
    switch digits.count {
    case 3: self = .rgb(UInt8(digits[0] * 17), UInt8(digits[1] * 17), UInt8(digits[2] * 17))
    case 6:
      let bytes = stride(from: 0, to: 6, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
      self = .rgb(bytes[0], bytes[1], bytes[2])
    default: return nil
    }
  }

  private init?(name: String) {
    let isBright = name.hasPrefix("bright-")
    let base = isBright ? String(name.dropFirst("bright-".count)) : name
    if let index = Color.names.firstIndex(of: base) {
      self = .palette(UInt8(index + (isBright ? 8 : 0)))
    } else if name == "gray" || name == "grey" {
      self = .palette(8)
    } else {
      return nil
    }
  }
}
