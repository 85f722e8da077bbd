import FoundationEssentials
import GRDB
import StudioCore

/// How far an index has come.
struct Progress {
  var position: ChangeJournal.Position
  /// The oldest generation that the scan has read.
  var reached: GenerationID?
  var isComplete: Bool

  static func fetch(_ db: Database) throws -> Progress {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM progress") else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    return Progress(
      position: ChangeJournal.Position(name: row["journal"], offset: row["offset"]),
      reached: (row["reached"] as Int64?).flatMap(GenerationID.init(key:)),
      isComplete: row["isComplete"])
  }

  func save(_ db: Database) throws {
    try db.execute(
      sql: "UPDATE progress SET journal = ?, offset = ?, reached = ?, isComplete = ?",
      arguments: [position.name, position.offset, reached?.key, isComplete])
  }
}

extension HistoryIndex {
  /// A batch is short enough that whoever waits for the index does not notice.
  private static let batch = 250
  /// What a first page may need.
  private static let firstBatch = 100
  /// An announced generation that did not appear within a day never will.
  private static let patience: TimeInterval = 86400

  /// Reads what the journal says is new; starts anew if it cannot say.
  func follow(_ db: Database) throws {
    var progress = try Progress.fetch(db)
    guard let news = journal.news(since: progress.position) else { return try startAnew(db) }
    for case .changed(let id) in news.changes { try refresh(id, db) }
    progress.position = news.position
    try progress.save(db)
  }

  private func startAnew(_ db: Database) throws {
    try HistorySchema.empty(db)
    var progress = try Progress.fetch(db)
    progress.position = journal.positionBeforeScan()
    try progress.save(db)
    try scanBatch(db, limit: Self.firstBatch)
  }

  /// Reads all generations that the index does not know yet, newest first, in small transactions.
  /// Processes that scan at the same time share the work.
  func scan() throws(StudioError) {
    // The place in the journal must be noted before the first folder is read.
    try answer { _ in }
    while try change({ try scanBatch($0, limit: Self.batch) }) {}
    noteComplete()
  }

  /// Answers false when nothing is left.
  @discardableResult
  private func scanBatch(_ db: Database, limit: Int) throws -> Bool {
    var progress = try Progress.fetch(db)
    if progress.isComplete { return false }
    let ids = layout.ids(before: progress.reached, limit: limit)
    for id in ids { try refresh(id, db) }
    progress.reached = ids.last ?? progress.reached
    progress.isComplete = ids.count < limit
    try progress.save(db)
    return !progress.isComplete
  }

  /// Reads anew what may have changed without a line: jobs, and what was announced or unreadable.
  func refreshUnfinished(_ db: Database) throws {
    let keys = try Int64.fetchAll(
      db, sql: "SELECT key FROM generation WHERE isJob UNION SELECT key FROM pending")
    for id in keys.compactMap(GenerationID.init(key:)) { try refresh(id, db) }
  }

  /// Makes the row what the record says.
  func refresh(_ id: GenerationID, _ db: Database) throws {
    guard let key = id.key else { return }
    let generation: Generation
    do throws(StudioError) {
      generation = try GenerationRecord.read(id, in: layout.folder(of: id))
    } catch {
      return try miss(key, isGone: layout.isGone(id, error), db)
    }
    try HistoryRow(generation, key: key).save(db)
  }

  private func miss(_ key: Int64, isGone: Bool, _ db: Database) throws {
    if isGone { try HistoryRow.remove(key, db) }
    let age = Date().timeIntervalSince1970 - Double(UInt64(bitPattern: key ^ .min) >> 32)
    if isGone, age > Self.patience {
      try db.execute(sql: "DELETE FROM pending WHERE key = ?", arguments: [key])
    } else {
      try db.execute(sql: "INSERT OR IGNORE INTO pending VALUES (?)", arguments: [key])
    }
  }
}
