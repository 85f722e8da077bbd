import StudioCore

/// Turns prompts and words of a query into what the full-text table splits into words.
///
/// Scripts without spaces between words, and pictographs, are split into single characters, and a
/// word of a query is looked for as a phrase: `灯台` finds `嵐の灯台`, `light` finds `lighthouse`.
enum SearchText {
  /// The tokenizer's options that go with `spaced`.
  static let tokenizer = "unicode61 remove_diacritics 2 categories 'L* M* N* Co So'"

  static func spaced(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\0" || scalar == "\"" {
        result.append(" ")
      } else if standsAlone(scalar) {
        result.append(contentsOf: [" ", scalar, " "])
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The full-text expression for all of `words`; nil if there is nothing in them to look for, such
  /// as punctuation alone.
  static func expression(for words: [String]) -> String? {
    let phrases = words.filter(HistoryQuery.isSearchable).map { "\"\(spaced($0))\"*" }
    return phrases.isEmpty ? nil : phrases.joined(separator: " AND ")
  }

  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0xA0 else { return false }
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF,  // Thai, Lao, Burmese, Khmer
      0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3040...0x31FF,  // radicals, kana
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF,  // Han
      0xAC00...0xD7A3, 0xFF66...0xFF9D:  // Hangul, narrow kana
      return true
    default: return scalar.properties.generalCategory == .otherSymbol
    }
  }
}
