import GRDB

/// The index's tables.
///
/// A generation's `key` is its id as a number: rows lie in the order of the history, and the
/// full-text table gives its hits in that order too, without sorting.
enum HistorySchema {
  private static let version = 1

  /// Makes the tables in a new file. Throws `SQLITE_SCHEMA` for a file of another version.
  static func prepare(_ db: Database) throws {
    switch try Int.fetchOne(db, sql: "PRAGMA user_version") {
    case version: return
    case 0:
      try db.execute(sql: tables)
      try empty(db)
      try db.execute(sql: "PRAGMA user_version = \(version)")
    default: throw DatabaseError(resultCode: .SQLITE_SCHEMA)
    }
  }

  /// Leaves no rows and no progress.
  static func empty(_ db: Database) throws {
    try db.execute(
      sql: """
        DELETE FROM generation;
        DELETE FROM pending;
        DELETE FROM progress;
        DROP TABLE IF EXISTS prompt;
        CREATE VIRTUAL TABLE prompt
          USING fts5(text, columnsize = 0, prefix = '1 2', tokenize = "\(SearchText.tokenizer)");
        INSERT INTO progress VALUES ('unread', 0, NULL, 0);
        """)
  }

  private static let tables = """
    CREATE TABLE generation (
      key INTEGER PRIMARY KEY,
      state TEXT NOT NULL,
      isJob INTEGER NOT NULL,
      provider TEXT NOT NULL,
      target TEXT,              -- model, else deployment
      names TEXT NOT NULL,      -- model and deployment in lower case, a line each
      sizes TEXT NOT NULL,      -- as ' 1024x1024 1536x1024 '
      seed INTEGER,
      request TEXT NOT NULL,
      isFavourite INTEGER NOT NULL,
      tags TEXT NOT NULL,       -- in lower case, each between line breaks
      seconds REAL              -- of a saved one, from the request's leaving
    );
    CREATE INDEX generationState ON generation (state, key);
    CREATE INDEX generationJob ON generation (key) WHERE isJob;
    CREATE INDEX generationFavourite ON generation (key) WHERE isFavourite;
    CREATE INDEX generationRequest ON generation (request);
    CREATE INDEX generationSeconds ON generation (provider, target, key)
      WHERE seconds IS NOT NULL;
    CREATE TABLE pending (key INTEGER PRIMARY KEY);  -- announced and not there, or not readable
    CREATE TABLE progress (
      journal TEXT NOT NULL, offset INTEGER NOT NULL,  -- how far the journal was followed
      reached INTEGER,                                 -- how far back a scan has come
      isComplete INTEGER NOT NULL
    );
    """
}
