internal import TerminalScreen

/// Measures a text: where characters (grapheme clusters) end and how many columns they take when
/// they are shown. The common scripts take a fast way that looks at bytes only.
struct TextRuler {
  /// Tab stops stand this far apart, counted from the beginning of the row.
  static let tabWidth = 4

  private let text: String
  private let bytes: UnsafePointer<UInt8>
  /// The length of the text in bytes.
  let count: Int

  /// Runs `body` with a ruler for `text`; the ruler must not leave it.
  static func with<Result>(_ text: String, _ body: (TextRuler) -> Result) -> Result {
    var contiguous = text
    return contiguous.withUTF8 { bytes in
      guard let base = bytes.baseAddress else {
        return withUnsafePointer(to: 0 as UInt8) { body(TextRuler("", $0, count: 0)) }
      }
      return body(TextRuler(text, base, count: bytes.count))
    }
  }

  private init(_ text: String, _ bytes: UnsafePointer<UInt8>, count: Int) {
    self.text = text
    self.bytes = bytes
    self.count = count
  }

  /// The byte at an offset below `count`.
  func byte(at offset: Int) -> UInt8 { bytes[offset] }

  /// The length in bytes of the character at a boundary, and its columns when it stands at `column`.
  func character(at offset: Int, column: Int) -> (length: Int, columns: Int) {
    let byte = bytes[offset]
    if byte < 0x80 {
      guard isSimple(at: offset + 1) else { return measuredCharacter(at: offset, column: column) }
      return (1, byte == 0x09 ? TextRuler.tabWidth - column % TextRuler.tabWidth : 1)
    }
    let (scalar, length) = scalar(at: offset)
    if let columns = TextRuler.simpleColumns(scalar), isSimple(at: offset + length) {
      return (length, columns)
    }
    return measuredCharacter(at: offset, column: column)
  }

  /// Whether a character certainly begins at this offset when a simple one stands before it.
  private func isSimple(at offset: Int) -> Bool {
    guard offset < count, bytes[offset] >= 0x80 else { return true }
    return TextRuler.simpleColumns(scalar(at: offset).scalar) != nil
  }

  /// The width of a scalar that never merges with a neighbour of this kind into one character:
  /// letters of common scripts, punctuation, ideographs, Hangul syllables, pictographs. Nil for all
  /// others.
  private static func simpleColumns(_ scalar: UInt32) -> Int? {
    switch scalar {
    case 0xC0...0x2FF, 0x391...0x3A1, 0x3A3...0x3CE, 0x400...0x482, 0x5D0...0x5EA: 1
    case 0x620...0x64A, 0x2010...0x2027, 0x2030...0x205E: 1
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: 2
    case 0x3001...0x3002, 0xFF01...0xFF60: 2
    case 0x1F300...0x1F3FA, 0x1F400...0x1FAFF:
      Unicode.Scalar(scalar).map { CharacterWidth.columns(of: $0) }
    default: nil
    }
  }

  /// The width of any scalar but a tab, as `DisplayText` shows it.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: 1
    // Combining marks, joiner, variation selectors, skin tones: no columns of their own.
    case 0x300...0x36F, 0x200D, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: 0
    default: simpleColumns(scalar.value) ?? DisplayText(String(Character(scalar))).columns
    }
  }

  private func scalar(at offset: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(bytes[offset])
    func tail(_ index: Int) -> UInt32 { UInt32(bytes[offset + index] & 0x3F) }
    switch lead {
    case 0..<0x80: return (lead, 1)
    case 0..<0xE0: return ((lead & 0x1F) << 6 | tail(1), 2)
    case 0..<0xF0: return ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
    default: return ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }
  }

  private func measuredCharacter(at offset: Int, column: Int) -> (length: Int, columns: Int) {
    let start = text.utf8.index(text.startIndex, offsetBy: offset)
    let end = text.index(after: start)
    let columns = text.unicodeScalars[start..<end].reduce(0) { sum, scalar in
      scalar == "\t"
        ? sum + TextRuler.tabWidth - (column + sum) % TextRuler.tabWidth
        : sum + TextRuler.columns(of: scalar)
    }
    return (text.utf8.distance(from: start, to: end), columns)
  }
}
