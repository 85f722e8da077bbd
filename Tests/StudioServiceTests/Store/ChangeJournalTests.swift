import FoundationEssentials
import Glibc
import StudioCore
import Testing

@testable import StudioService

@Suite(.timeLimit(.minutes(3)))
struct ChangeJournalTests {
  let folder = try! StoreFolder()
  var path: String { "\(folder.path)/journal" }

  @Test("new lines are read once, each change told once, an unfinished line later")
  func news() throws {
    let journal = ChangeJournal(path: path)
    try journal.prepare()
    let (a, b) = (try GenerationID.new(), try GenerationID.new())
    let start = journal.end()
    for change in [StoreChange.changed(a), .changed(b), .changed(a), .cancelRequested(a)] {
      try journal.append(change)
    }
    let news = try #require(journal.news(since: start))
    #expect(news.changes == [.changed(a), .changed(b), .cancelRequested(a)])
    #expect(news.position == journal.end())
    #expect(journal.news(since: news.position)?.changes == [])

    let file = try OpenFile(path, O_WRONLY | O_APPEND)
    try file.write(Data("c \(b)".utf8))
    #expect(journal.news(since: news.position) == .init(changes: [], position: news.position))
    try file.write(Data("\n".utf8))
    #expect(journal.news(since: news.position)?.changes == [.changed(b)])
  }

  @Test("a journal that was cut, replaced, removed or damaged cannot tell")
  func lost() throws {
    let journal = ChangeJournal(path: path)
    try journal.prepare()
    let id = try GenerationID.new()
    try journal.append(.changed(id))
    let position = journal.end()
    let text = try content(path)
    try put(String(text.dropLast(28)), at: path)
    #expect(journal.news(since: position) == nil)
    try put(text + "no line of ours at all, of any\n", at: path)
    #expect(journal.news(since: position) == nil)
    unlink(path)
    #expect(journal.news(since: position) == nil)
    try journal.prepare()
    for _ in 0..<3 { try journal.append(.changed(id)) }
    #expect(journal.news(since: position) == nil)
  }

  @Test("a scan begins a little before the end, at a line")
  func beforeScan() throws {
    let journal = ChangeJournal(path: path)
    #expect(journal.positionBeforeScan() == journal.end())
    try journal.prepare()
    #expect(journal.positionBeforeScan() == journal.end())
    let ids = try (0..<100).map { _ in try GenerationID.new() }
    for id in ids { try journal.append(.changed(id)) }
    let last = journal.news(since: journal.positionBeforeScan())?.changes
    #expect(last == ids.suffix(64).map(StoreChange.changed))
    try OpenFile(path, O_WRONLY | O_APPEND).write(Data("c 2026\n".utf8))
    #expect(journal.positionBeforeScan() == journal.end())
  }
}

@Suite(.timeLimit(.minutes(3)))
struct StoreChangesTests {
  let folder = try! StoreFolder()

  @Test("another store's changes appear by themselves, also in a store that was not there")
  func otherProcess() async throws {
    let (reader, writer) = (folder.store(), folder.store())
    var changes = reader.changes().makeAsyncIterator()
    var generation = try sample()
    let owned = try await writer.create(generation)
    // The journal is new: only that everything may have changed can be told, or the id itself.
    let first = try #require(await changes.next())
    #expect(first == .everything || first == .changed(generation.id))
    var fastest = Duration.seconds(60)
    for state in [Generation.State.sending, .sent, .receiving, .saving, .saved] {
      generation.advance(to: state)
      try owned.record(generation)
      let start = ContinuousClock.now
      while try await reader.read(generation.id).state != state { _ = await changes.next() }
      fastest = min(fastest, ContinuousClock.now - start)
    }
    #expect(fastest < .seconds(5))
    #expect(try await reader.list("status:saved") == [generation.id])
  }

  @Test("every reader gets every change, from when it asked")
  func readers() async throws {
    let store = folder.store()
    try await store.save(try sample())
    let streams = (0..<3).map { _ in store.changes() }
    let owned = try await store.create(try sample())
    for stream in streams {
      var iterator = stream.makeAsyncIterator()
      #expect(await iterator.next() == .changed(owned.id))
    }
  }

  @Test("a replaced journal means that everything may have changed")
  func replaced() async throws {
    let store = folder.store()
    let id = try await store.save(try sample())
    #expect(try await store.list() == [id])
    var changes = store.changes().makeAsyncIterator()
    try FileManager.default.removeItem(atPath: "\(folder.root)/journal")
    #expect(await changes.next() == .everything)
    let second = try await folder.store().save(try sample())
    #expect(try await store.list() == [second, id])
  }

  @Test("a file in the journal's place that is none gives way to one")
  func noJournal() async throws {
    let store = folder.store()
    let id = try await store.save(try sample())
    for text in ["", "not a journal, but long enough for one\n"] {
      try put(text, at: "\(folder.root)/journal")
      #expect(try await store.list() == [id])
      #expect(try await folder.store().unfinished().isEmpty)
    }
    let second = try await store.save(try sample())
    #expect(try await store.list() == [second, id])
    #expect(try content("\(folder.root)/journal").hasPrefix("easel-journal 1 "))
  }
}
