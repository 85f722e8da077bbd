/// Text that is safe to show: the one way from outside text to a cell, a log line or stdout.
///
/// Control characters become visible marks; what is invisible or changes the reading direction is
/// dropped; scalars that terminals measure differently (skin tones, variation selectors, joiners)
/// are dropped too, so the width that was computed is the width that is shown. The original string
/// stays with whoever owns it.
public struct DisplayText: Hashable, Sendable, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, CustomStringConvertible
{
  /// What becomes of line ends.
  public enum LineBreaks: Sendable {
    /// One line; each line end becomes a space.
    case spaces
    /// One line; each line end becomes `⏎`.
    case marks
    /// Line ends stay, as `\n`.
    case kept
  }

  /// The sanitised text.
  public let string: String
  /// The columns it takes; of several lines, the widest.
  public let columns: Int
  /// Whether there is no line end in it.
  let isOneLine: Bool

  /// Nothing.
  public static let empty = DisplayText(clean: "", columns: 0)

  /// One line of safe text; tabs become spaces up to the next multiple of `tabWidth`.
  public init(_ outside: String, lineBreaks: LineBreaks = .spaces, tabWidth: Int = 4) {
    if let columns = DisplayText.printableASCIICount(outside) {
      self.init(clean: outside, columns: columns)
    } else {
      var sanitizer = TextSanitizer(lineBreaks: lineBreaks, tabWidth: tabWidth)
      for scalar in outside.unicodeScalars { sanitizer.take(scalar) }
      self = sanitizer.finished()
    }
  }

  /// A literal goes through the same filter.
  public init(stringLiteral value: String) { self.init(value) }

  /// Only for text made of already sanitised scalars.
  init(clean string: String, columns: Int, isOneLine: Bool = true) {
    self.string = string
    self.columns = columns
    self.isOneLine = isOneLine
  }

  private static func printableASCIICount(_ text: String) -> Int? {
    let count = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : -1
    }
    guard let count, count >= 0 else { return nil }
    return count
  }

  /// Whether there is nothing to show.
  public var isEmpty: Bool { string.isEmpty }

  /// The sanitised text.
  public var description: String { string }

  /// Whether each byte is a character of one column. Nothing else is so narrow: what takes more
  /// columns takes even more bytes.
  var isASCII: Bool { string.utf8.count == columns }

  /// Both texts, one after the other.
  public static func + (left: DisplayText, right: DisplayText) -> DisplayText {
    let joined = left.string + right.string
    guard left.isOneLine, right.isOneLine else { return DisplayText(joined, lineBreaks: .kept) }
    return DisplayText(clean: joined, columns: left.columns + right.columns)
  }
}
