/// A filter line as it is typed: what of it can be searched for, and what is wrong with the rest.
///
/// A field without a sensible value, such as `after:` while the date is still being typed, is left
/// out of the query rather than taken as a word that nothing matches. So are words when there is
/// nothing to look for in any of them.
public struct HistoryFilter: Sendable {
  /// Everything that was understood.
  public let query: HistoryQuery
  /// What is wrong with the first piece that was not understood, as half a sentence:
  /// `after: wants a date such as 2026-11-21`, `modle: is no field; there are …`, `“:” has …`.
  public let remark: String?

  /// The same without what it is about, where there is little room.
  public var shortRemark: String? {
    remark.map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  /// - Parameter takesUnknownFields: Whether `foo:bar`, where there is no such field, is a word, and
  ///   words without a letter are words that nothing matches; else they are remarked on, as people
  ///   mistype.
  public init(_ line: String, takesUnknownFields: Bool = false) {
    var (query, remark) = (HistoryQuery(), String?.none)
    for piece in HistoryQuery.pieces(of: line) {
      if let complaint = Self.remark(on: piece, takesUnknownFields) {
        remark = remark ?? complaint
      } else {
        query.take(piece)
      }
    }
    if !takesUnknownFields, !query.canMatch, let word = query.words.first {
      remark = remark ?? "“\(word)” has no letter or digit to look for"
      query.words = []
    }
    self.query = query
    self.remark = remark
  }

  private static func remark(
    on piece: HistoryQuery.Piece, _ takesUnknownFields: Bool
  ) -> String? {
    guard let (name, value) = piece.field else { return nil }
    guard let wanted = wants.first(where: { $0.name == name })?.value else {
      return !takesUnknownFields && looksLikeField(name, value)
        ? "\(name): is no field; there are \(known); in double quotes it is a word" : nil
    }
    var query = HistoryQuery()
    query.take(piece)
    return query.words.isEmpty ? nil : "\(name): wants \(wanted)"
  }

  /// Not `16:9`, nor `dawn:` and a word of its own.
  private static func looksLikeField(_ name: String, _ value: String) -> Bool {
    !value.isEmpty && (1...20).contains(name.utf8.count)
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) }
  }

  /// `model:, provider:, …`
  private static let known = wants.map { "\($0.name):" }.joined(separator: ", ")

  private static let wants: [(name: String, value: String)] = [
    ("model", "a name"), ("provider", "a name"),
    ("size", "width and height such as 1024x1024"), ("seed", "a whole number"),
    ("after", "a date such as 2026-11-21"), ("before", "a date such as 2026-11-21"),
    ("status", "one of saved, failed, unknown, cancelled, waiting"), ("tag", "a name"),
    ("is", "favourite"),
  ]
}
