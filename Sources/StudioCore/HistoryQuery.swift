/// A filter line, understood: words, and fields such as `model:`, `after:`, `is:favourite`.
///
/// Everything must hold. Words match the start of words of the prompt, in any order, without
/// regard to case. An unknown field is taken as a word, so that a colon in a prompt can be found, and
/// so is all that begins with a double quote.
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

  public init(parsing line: String) {
    for piece in Self.pieces(of: line) { take(piece) }
  }

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

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { Int($0) != nil }
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

  /// Splits at spaces; double quotes hold a phrase together.
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
    return (pieces + [piece]).filter { !$0.text.isEmpty }
  }
}
