import GRDB
import StudioCore

/// What the index keeps of a generation: only what is searched for.
struct HistoryRow {
  private let key: Int64
  private let prompt: String
  private let values: StatementArguments

  init(_ generation: Generation, key: Int64) {
    self.key = key
    let request = generation.request
    let destination = request.destination
    prompt = request.prompt
    values = [
      key, generation.state.rawValue, generation.state.isJob, destination.provider.rawValue,
      destination.modelOrDeployment, Self.names(destination), Self.sizes(generation),
      request.parameters[.seed]?.number, request.requestID, generation.isFavourite,
      Self.lines(generation.tags), generation.state == .saved ? generation.duration : nil,
    ]
  }

  /// Adds the row or replaces it. A prompt never changes, so that it is taken up only once.
  func save(_ db: Database) throws {
    let known = try db.cachedStatement(sql: "SELECT 1 FROM generation WHERE key = ?")
    let isKnown = try Int.fetchOne(known, arguments: [key]) != nil
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO generation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: values)
    try db.cachedStatement(sql: "DELETE FROM pending WHERE key = ?").execute(arguments: [key])
    guard !isKnown else { return }
    try db.cachedStatement(sql: "INSERT INTO prompt (rowid, text) VALUES (?, ?)")
      .execute(arguments: [key, SearchText.spaced(prompt)])
  }

  static func remove(_ key: Int64, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM generation WHERE key = ?", arguments: [key])
    try db.execute(sql: "DELETE FROM prompt WHERE rowid = ?", arguments: [key])
  }

  /// As `tags` holds them; `\n\n` for none.
  static func lines(_ tags: [String]) -> String {
    "\n" + tags.map { $0.lowercased() }.joined(separator: "\n") + "\n"
  }

  private static func names(_ destination: Destination) -> String {
    [destination.model, destination.deployment].compactMap { $0?.lowercased() }
      .joined(separator: "\n")
  }

  /// The size asked for and those that came.
  private static func sizes(_ generation: Generation) -> String {
    let asked = generation.request.parameters[.size].flatMap { ImageSize(parsing: $0.description) }
    let sizes = Set(generation.images.compactMap(\.size) + [asked].compactMap { $0 })
    return " " + sizes.map(\.requestText).sorted().joined(separator: " ") + " "
  }
}
