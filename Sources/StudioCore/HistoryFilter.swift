/// A filter line as it is typed: what of it can be searched for, and what is wrong with the rest.
///
/// A field without a sensible value, such as `after:` while the date is still being typed, is left
/// out of the query rather than taken as a word that nothing matches.
public struct HistoryFilter: Sendable {
  /// Everything that was understood.
  public let query: HistoryQuery
  /// What is wrong with the first field that was not understood, as half a sentence:
  /// `after: wants a date such as 2026-11-21`, `modle: is no field; there are …`.
  public let remark: String?

  /// The same without the field's name, where there is little room.
  public var shortRemark: String? {
    remark.map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  public init(_ line: String) {
    var (query, remark) = (HistoryQuery(), String?.none)
    for piece in HistoryQuery.pieces(of: line) {
      if let complaint = Self.remark(on: piece) {
        remark = remark ?? complaint
      } else {
        query.take(piece)
      }
    }
    self.query = query
    self.remark = remark
  }

  private static func remark(on piece: HistoryQuery.Piece) -> String? {
    guard let (name, value) = piece.field else { return nil }
    guard let wanted = wants.first(where: { $0.name == name })?.value else {
      return looksLikeField(name, value)
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
