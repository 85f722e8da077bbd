public import StudioCore

/// A filter line as it is typed: what of it can be searched for, and what is wrong with the rest.
///
/// A field without a sensible value, such as `after:` while the date is still being typed, is left
/// out of the query rather than taken as a word that nothing matches.
public struct HistoryFilter: Sendable {
  /// Everything that was understood.
  public let query: HistoryQuery
  /// What the first field that was not understood wants, as half a sentence:
  /// `after: wants a date such as 2026-11-21`.
  public let remark: String?

  /// The same without the field's name, where there is little room.
  var shortRemark: String? {
    remark.map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  public init(_ line: String) {
    var query = HistoryQuery(parsing: line)
    // A field that was not understood has become a word.
    remark = query.words.lazy.compactMap(Self.remark).first
    query.words.removeAll { Self.remark(on: $0) != nil }
    self.query = query
  }

  private static func remark(on word: String) -> String? {
    guard let colon = word.firstIndex(of: ":") else { return nil }
    let field = word[..<colon].lowercased()
    return wants[field].map { "\(field): wants \($0)" }
  }

  private static let wants = [
    "model": "a name", "provider": "a name", "tag": "a name", "is": "favourite",
    "size": "width and height such as 1024x1024", "seed": "a whole number",
    "after": "a date such as 2026-11-21", "before": "a date such as 2026-11-21",
    "status": "one of saved, failed, unknown, cancelled, waiting",
  ]
}
