/// The members of one mapping of a document, looked up by key.
struct DocumentFields {
  /// What the mapping describes, for messages: "an operation".
  let place: String
  /// Where the mapping begins.
  let mark: SourceMark
  private let members: [String: DocumentNode.Member]

  init(place: String, mark: SourceMark, members: [DocumentNode.Member] = []) {
    self.place = place
    self.mark = mark
    self.members = Dictionary(members.map { ($0.key, $0) }) { first, _ in first }
  }

  /// The value of a key; nil when the key is absent or null.
  subscript(key: String) -> DocumentNode? {
    guard let node = members[key]?.value, !node.isNull else { return nil }
    return node
  }

  /// Whether the key is written, be it without a value.
  func contains(_ key: String) -> Bool { members[key] != nil }

  /// Where the key is written, or where the mapping begins when it is absent.
  func mark(of key: String) -> SourceMark { members[key]?.keyMark ?? mark }

  /// The first of some keys that is present.
  func first(of keys: [String]) -> String? { keys.first { self[$0] != nil } }
}
