import GRDB
import StudioCore

extension HistoryIndex {
  struct Hits {
    var ids: [GenerationID]
    /// Of all hits, not only of this page.
    var total: Int
    /// Those that may be there without a record that can be read.
    var pending: [GenerationID] = []
  }

  /// Few, unless the disk fails: then so many say enough.
  private static let pendingLimit = 1000

  /// What matches `query`, newest first. Words are understood as `SearchText` says; a model is any
  /// part of the model's or deployment's name; a tag is a whole one. Case never counts.
  func search(_ query: HistoryQuery, offset: Int, limit: Int) throws(StudioError) -> Hits {
    let source = Self.source(query)
    return try answer { db in
      let total = try SQLRequest<Int>(literal: "SELECT count(*) \(source)").fetchOne(db) ?? 0
      let page: SQL =
        "SELECT key \(source) ORDER BY key DESC LIMIT \(max(0, limit)) OFFSET \(max(0, offset))"
      return Hits(
        ids: try Self.ids(page, db), total: total,
        pending: try Self.ids("SELECT key FROM pending LIMIT \(Self.pendingLimit)", db))
    }
  }

  /// Not finished, oldest first, as their records say now.
  func unfinished() throws(StudioError) -> [GenerationID] {
    _ = try answer { _ in }
    try change(refreshUnfinished)
    return try answer { try Self.ids("SELECT key FROM generation WHERE isJob ORDER BY key", $0) }
  }

  func generations(forRequest requestID: String) throws(StudioError) -> [GenerationID] {
    try answer(isExact: true) { db in
      try Self.ids("SELECT key FROM generation WHERE request = \(requestID) ORDER BY key", db)
    }
  }

  /// Of the last twenty saved ones; nil without any.
  func typicalSeconds(at destination: Destination) throws(StudioError) -> Double? {
    let request: SQLRequest<Double> = """
      SELECT seconds FROM generation
      WHERE provider = \(destination.provider.rawValue)
        AND target IS \(destination.modelOrDeployment) AND seconds IS NOT NULL
      ORDER BY key DESC LIMIT 20
      """
    let seconds = try answer { try request.fetchAll($0) }.sorted()
    guard !seconds.isEmpty else { return nil }
    return (seconds[(seconds.count - 1) / 2] + seconds[seconds.count / 2]) / 2
  }

  /// Takes out rows whose folders are gone.
  func forget(_ ids: [GenerationID]) throws(StudioError) {
    try change { db in for id in ids { try refresh(id, db) } }
  }

  private static func ids(_ sql: SQL, _ db: Database) throws -> [GenerationID] {
    try SQLRequest<Int64>(literal: sql).fetchAll(db).compactMap(GenerationID.init(key:))
  }

  /// From `FROM` on. The full-text table leads where there are words: its hits come newest first,
  /// and a page of them is found without gathering them all.
  private static func source(_ query: HistoryQuery) -> SQL {
    let fields = conditions(query)
    guard let expression = SearchText.expression(for: query.words) else {
      return fields.isEmpty
        ? "FROM generation" : "FROM generation WHERE \(fields.joined(operator: .and))"
    }
    let hits: SQL = "SELECT rowid AS key FROM prompt WHERE prompt MATCH \(expression)"
    guard !fields.isEmpty else { return "FROM (\(hits))" }
    return "FROM (\(hits)) CROSS JOIN generation USING (key) WHERE \(fields.joined(operator: .and))"
  }

  private static func conditions(_ query: HistoryQuery) -> [SQL] {
    var all: [SQL] = []
    if let model = query.model { all.append("instr(names, \(model.lowercased()))") }
    if let provider = query.provider { all.append("provider = \(provider)") }
    if let size = query.size { all.append("instr(sizes, \(" \(size) "))") }
    if let seed = query.seed { all.append("seed = \(seed)") }
    if let state = query.state { all.append("state = \(state.rawValue)") }
    if let tag = query.tag { all.append("instr(tags, \(HistoryRow.lines([tag])))") }
    if query.isFavourite { all.append("isFavourite") }
    if let after = query.after {
      all.append("key >= \(GenerationID.key(ofDay: after) ?? outside(after))")
    }
    if let before = query.before {
      all.append("key < \(GenerationID.key(ofDay: before) ?? outside(before))")
    }
    return all
  }

  /// The key of a day before 1970, or after 2106.
  private static func outside(_ day: String) -> Int64 { day < "1970" ? .min : .max }
}
