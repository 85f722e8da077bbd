/// A filter line as it is typed: what of it can be searched for, and what is wrong with the rest.
///
/// A field without a sensible value, such as `after:` while the date is still being typed, is left
/// out of the query rather than taken as a word that nothing matches. So are words when there is
/// nothing to look for in any of them.
public struct HistoryFilter: Sendable {
  /// Everything that was understood.
  public let query: HistoryQuery
  /// What is wrong with the first piece that was not understood, as half a sentence:
  /// `after: wants a date such as 2026-11-21`, `after: there is no day 2026-02-30`,
  /// `modle: is no field; there are …`, `“:” has …`.
  public let remark: String?
  /// The same in a few words: `no such day`.
  private let shortRemark: String?

  private typealias Complaint = (whole: String, short: String)

  /// The remark in so many characters: whole, else without what it is about, else in a few words; nil
  /// where there is none, or no room even for those.
  public func remark(within room: Int) -> String? {
    let forms = [remark, remark.map { String($0.drop { $0 != " " }.dropFirst()) }, shortRemark]
    return forms.compactMap(\.self).first { $0.count <= room }
  }

  /// - Parameter takesUnknownFields: Whether `foo:bar`, where there is no such field, is a word, and
  ///   words without a letter are words that nothing matches; else they are remarked on, as people
  ///   mistype.
  public init(_ line: String, takesUnknownFields: Bool = false) {
    var (query, complaint) = (HistoryQuery(), Complaint?.none)
    for piece in HistoryQuery.pieces(of: line) {
      if let mistake = Self.complaint(about: piece, takesUnknownFields) {
        complaint = complaint ?? mistake
      } else {
        query.take(piece)
      }
    }
    if !takesUnknownFields, !query.canMatch, let word = query.words.first {
      let shown = word.isEmpty ? "\"" : word
      complaint =
        complaint ?? ("“\(shown)” has no letter or digit to look for", "no letter or digit")
      query.words = []
    }
    self.query = query
    (remark, shortRemark) = (complaint?.whole, complaint?.short)
  }

  private static func complaint(
    about piece: HistoryQuery.Piece, _ takesUnknownFields: Bool
  ) -> Complaint? {
    guard let (name, value) = piece.field else { return nil }
    guard let wanted = wants.first(where: { $0.name == name }) else {
      guard !takesUnknownFields, looksLikeField(name, value) else { return nil }
      return (
        "\(name): is no field; there are \(known); in double quotes it is a word", "no such field"
      )
    }
    var query = HistoryQuery()
    query.take(piece)
    guard !query.words.isEmpty else { return nil }
    if ["after", "before"].contains(name), HistoryQuery.looksLikeDate(value) {
      return ("\(name): there is no day \(value)", "no such day")
    }
    return ("\(name): wants \(wanted.value)", "wants \(wanted.short)")
  }

  /// Not `16:9`, nor `dawn:` and a word of its own.
  private static func looksLikeField(_ name: String, _ value: String) -> Bool {
    !value.isEmpty && (1...20).contains(name.utf8.count)
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) }
  }

  /// `model:, provider:, …`
  private static let known = wants.map { "\($0.name):" }.joined(separator: ", ")

  private static let wants: [(name: String, value: String, short: String)] = [
    ("model", "a name", "a name"), ("provider", "a name", "a name"),
    ("size", "width and height such as 1024x1024", "1024x1024"),
    ("seed", "a whole number", "a number"),
    ("after", "a date such as 2026-11-21", "2026-11-21"),
    ("before", "a date such as 2026-11-21", "2026-11-21"),
    ("status", "one of saved, failed, unknown, cancelled, waiting", "saved, failed …"),
    ("tag", "a name", "a name"), ("is", "favourite", "favourite"),
  ]
}
