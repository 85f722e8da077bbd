/// A filter line, understood: words, and fields such as `model:`, `after:`, `is:favourite`.
///
/// Everything must hold. Words match the start of words of the prompt, in any order, without
/// regard to case. `HistoryFilter` reads one from a line.
public struct HistoryQuery: Hashable, Sendable {
  public var words: [String] = []
  public var model: String?
  public var provider: String?
  /// `1024x1024`
  public var size: String?
  public var seed: Int?
  /// `yyyy-mm-dd`, inclusive, in UTC.
  public var after: String?
  /// `yyyy-mm-dd`, exclusive, in UTC.
  public var before: String?
  public var state: Generation.State?
  public var tag: String?
  public var isFavourite = false

  public init() {}

  /// Everything.
  public static let all = HistoryQuery()

  /// What is no field, or no value of one, is taken as a word.
  mutating func take(_ piece: Piece) {
    guard let (name, value) = piece.field, !value.isEmpty else { return words.append(piece.text) }
    switch name {
    case "model": model = value
    case "provider": provider = value.lowercased()
    case "size" where ImageSize(parsing: value) != nil:
      size = ImageSize(parsing: value)?.requestText
    case "seed" where Int(value) != nil: seed = Int(value)
    case "after" where Self.isDate(value): after = value
    case "before" where Self.isDate(value): before = value
    case "status" where Generation.State(rawValue: value.lowercased()) != nil:
      state = Generation.State(rawValue: value.lowercased())
    case "tag": tag = value
    case "is" where value.lowercased() == "favourite" || value.lowercased() == "favorite":
      isFavourite = true
    default: words.append(piece.text)
    }
  }

  /// Whether it is `yyyy-mm-dd`, whatever the calendar says.
  static func looksLikeDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [4, 2, 2]
      && parts.joined().utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether the calendar has such a day, too.
  private static func isDate(_ text: String) -> Bool {
    guard looksLikeDate(text) else { return false }
    let numbers = text.split(separator: "-").compactMap { Int($0) }
    return (1...12).contains(numbers[1])
      && (1...days(inMonth: numbers[1], of: numbers[0])).contains(numbers[2])
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    default: 31
    }
  }

  /// False where nothing is in any of the words that could be looked for.
  public var canMatch: Bool { words.isEmpty || words.contains(where: Self.isSearchable) }

  /// Whether there is anything in a word to look for: a letter, a digit or a symbol. Punctuation
  /// alone matches everything.
  public static func isSearchable(_ word: String) -> Bool {
    word.unicodeScalars.contains {
      switch $0.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .privateUse, .otherSymbol:
        true
      default: false
      }
    }
  }

  /// A word, a phrase in quotes, or a field.
  struct Piece {
    var text = ""
    /// Whether it begins with a double quote: then a colon in it is one of the prompt's.
    var isPhrase = false

    /// Its two sides, if it has a colon; the name in small letters.
    var field: (name: String, value: String)? {
      guard !isPhrase, let colon = text.firstIndex(of: ":") else { return nil }
      return (text[..<colon].lowercased(), String(text[text.index(after: colon)...]))
    }
  }

  /// Splits at spaces; double quotes hold a phrase together, and one with nothing in it is a word with
  /// nothing to look for.
  static func pieces(of line: String) -> [Piece] {
    var pieces: [Piece] = []
    var piece = Piece()
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
        piece.isPhrase = piece.isPhrase || piece.text.isEmpty
      } else if character.isWhitespace, !isQuoted {
        pieces.append(piece)
        piece = Piece()
      } else {
        piece.text.append(character)
      }
    }
    return (pieces + [piece]).filter { !$0.text.isEmpty || $0.isPhrase }
  }
}
