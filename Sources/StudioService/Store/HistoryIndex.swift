import GRDB
import Glibc
import StudioCore
import Synchronization

/// The history's index: a cache in SQLite that makes lists and searches fast.
///
/// The folders are the truth. The index may be deleted, damaged or unwritable at any time: it is
/// made anew, in memory if need be, and nothing is lost. Several processes share one file. Every
/// question first reads the journal's new lines; every record is read within the transaction that
/// writes its row, so that an older reading never replaces a newer one.
///
/// Everything here blocks.
final class HistoryIndex: Sendable {
  let layout: StoreLayout
  let journal: ChangeJournal
  private let file: String
  private let writer = Mutex<(any DatabaseWriter)?>(nil)
  private let state = Mutex(State())

  private struct State {
    var isComplete = false
    /// True once the rows that may have changed without a line in the journal were read anew.
    var isRefreshed = false
  }

  init(layout: StoreLayout, cache: String) {
    self.layout = layout
    journal = ChangeJournal(path: layout.journal)
    file = "\(cache)/index-\(layout.mark).sqlite"
  }

  /// False while a scan is needed for the index to know every generation.
  var isComplete: Bool { state.withLock { $0.isComplete } }

  /// Brings the index up to date and asks it. Throws `input-output` when not even an index in
  /// memory can be had, and `busy` where the answer has to be exact and another process does not
  /// let the index be brought up to date.
  func answer<Answer>(
    isExact: Bool = false, _ question: (Database) throws -> Answer
  ) throws(StudioError) -> Answer {
    try attempt { writer in
      try catchUp(writer, isExact: isExact)
      return try writer.read(question)
    }
  }

  /// Changes the index in one transaction, which no other process's change interrupts.
  func change<Answer>(_ change: (Database) throws -> Answer) throws(StudioError) -> Answer {
    try attempt { try Self.transaction($0, change) }
  }

  private func catchUp(_ writer: any DatabaseWriter, isExact: Bool) throws {
    let progress = try writer.read(Progress.fetch)
    let isRefreshed = state.withLock { $0.isRefreshed }
    let news = journal.news(since: progress.position)
    state.withLock { $0.isComplete = progress.isComplete && news != nil }
    if isRefreshed, let news, news.position == progress.position { return }
    do {
      let progress = try Self.transaction(writer) { db in
        try follow(db)
        if !isRefreshed { try refreshUnfinished(db) }
        return try Progress.fetch(db)
      }
      state.withLock { $0 = State(isComplete: progress.isComplete, isRefreshed: true) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      if isExact { throw Self.busy }
      // Another process is writing: what is there answers for now.
    }
  }

  /// Marks the index as knowing everything, once a scan has ended.
  func noteComplete() { state.withLock { $0.isComplete = true } }
}

// Opening, and what is done when that, or anything later, fails.
extension HistoryIndex {
  private enum Place {
    case file, newFile, memory
  }

  private func attempt<Answer>(
    _ work: (any DatabaseWriter) throws -> Answer
  ) throws(StudioError) -> Answer {
    var place = Place.file
    while true {
      do {
        return try work(open(place))
      } catch let error as StudioError where error.code == .busy {
        throw error
      } catch {
        guard place != .memory else { throw unusable }
        place = place == .file && Self.isDamage(error) ? .newFile : .memory
      }
    }
  }

  private func open(_ place: Place) throws -> any DatabaseWriter {
    try writer.withLock { writer in
      if place == .file, let writer { return writer }
      if place == .newFile { removeFiles() }
      state.withLock { $0 = State() }
      let new: any DatabaseWriter =
        place == .memory ? try DatabaseQueue(configuration: Self.configuration) : try openFile()
      try Self.transaction(new, HistorySchema.prepare)
      writer = new
      return new
    }
  }

  private func openFile() throws -> any DatabaseWriter {
    if let slash = file.lastIndex(of: "/") { try StoreLayout.makeFolder(String(file[..<slash])) }
    return try DatabasePool(path: file, configuration: Self.configuration)
  }

  private func removeFiles() {
    for suffix in ["", "-wal", "-shm"] { unlink(file + suffix) }
  }

  private static var configuration: GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 2
    configuration.prepareDatabase { db in
      // With a write-ahead log, a power cut then costs the last transactions, never the file.
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    return configuration
  }

  private static func transaction<Answer>(
    _ writer: any DatabaseWriter, _ change: (Database) throws -> Answer
  ) throws -> Answer {
    try writer.writeWithoutTransaction { db in
      var answer: Answer?
      try db.inTransaction(.immediate) {
        answer = try change(db)
        return .commit
      }
      guard let answer else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
      return answer
    }
  }

  private static func isDamage(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_SCHEMA]
      .contains(error.resultCode)
  }

  private static let busy = StudioError(
    .busy, "Another Easel keeps the history's index to itself.", hint: "Nothing was sent.",
    isRetryable: true)

  private var unusable: StudioError {
    StudioError(
      .inputOutput, "The history's index cannot be used.",
      hint: "Delete \(StudioError.printable(file)): it is made anew.")
  }
}
