import FoundationEssentials
import Glibc
import StudioCore
import Testing

@testable import StudioService

@Suite(.timeLimit(.minutes(3)))
struct HistoryIndexTests {
  let folder = try! StoreFolder()

  /// Finished generations of many days, oldest first; written without a store's fsyncs.
  private func fill(_ count: Int) throws -> [GenerationID] {
    try fillStore(folder.root, count: count) { "prompt number \($0)" }
  }

  private func indexFiles() -> [String] {
    StoreLayout.names(in: folder.cache).filter { $0.hasSuffix(".sqlite") }
      .map { "\(folder.cache)/\($0)" }
  }

  @Test("pages are newest first, and count the whole")
  func pages() async throws {
    let ids = Array(try fill(300).reversed())
    let store = folder.store()
    _ = try await store.unfinished()
    let page = try await store.history(.all, offset: 120, limit: 50)
    #expect(page.generations.map(\.id) == Array(ids[120..<170]))
    #expect(page.total == 300 && page.offset == 120)
    #expect(try await store.history(.all, offset: 300, limit: 50).generations.isEmpty)
    #expect(try await store.history(.all, offset: -1, limit: -1).generations.isEmpty)
  }

  @Test("the first page of an unknown store is the newest, and the rest follows")
  func coldStart() async throws {
    let ids = Array(try fill(700).reversed())
    let store = folder.store()
    var changes = store.changes().makeAsyncIterator()
    let first = try await store.history(.all, offset: 0, limit: 50)
    #expect(first.generations.map(\.id) == Array(ids.prefix(50)))
    #expect(await changes.next() == .everything)
    #expect(try await store.list() == ids)
  }

  @Test("an index that is deleted, damaged or of another version is made anew")
  func rebuild() async throws {
    let ids = Array(try fill(40).reversed())
    #expect(try await folder.store().list("number 7") == [ids[32]])
    let damages: [(String) throws -> Void] = [
      { unlink($0) },
      { try put("no database", at: $0) },
      { try put("", at: $0) },
      { path in
        let bytes = try Data(contentsOf: URL(filePath: path))
        try (bytes.prefix(4096) + Data(repeating: 0x5A, count: bytes.count - 4096))
          .write(to: URL(filePath: path))
      },
    ]
    for damage in damages {
      let path = try #require(indexFiles().first)
      for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
      try damage(path)
      let store = folder.store()
      #expect(try await store.list() == ids)
      #expect(try await store.list("number 7") == [ids[32]])
    }
  }

  @Test("a cache that cannot be written costs speed and nothing else")
  func noCache() async throws {
    let ids = Array(try fill(20).reversed())
    try put("in the way", at: folder.cache)
    let store = folder.store()
    #expect(try await store.list() == ids)
    let new = try await store.save(try sample("fresh"))
    #expect(try await store.list("fresh") == [new])
  }

  @Test("a folder that was removed by hand leaves the list")
  func vanished() async throws {
    let ids = Array(try fill(10).reversed())
    let store = folder.store()
    #expect(try await store.list() == ids)
    try FileManager.default.removeItem(
      atPath: StoreLayout(root: folder.root).folder(of: ids[3]))
    let page = try await store.history(.all, offset: 0, limit: 10)
    #expect(page.generations.count == 9 && page.total == 9)
    #expect(try await store.history(.all, offset: 0, limit: 1).total == 9)
  }

  @Test("a change whose line was lost is found at the next start")
  func lostLine() async throws {
    let store = folder.store()
    var generation = try sample()
    let owned = try await store.create(generation)
    #expect(try await store.unfinished() == [generation.id])
    generation.advance(to: .failed)
    try GenerationRecord(generation).write(in: owned.folder)
    #expect(try await folder.store().unfinished().isEmpty)
    #expect(try await folder.store().list("status:failed") == [generation.id])
  }

  @Test("a generation that was announced and appears without a second word is found")
  func announced() async throws {
    let store = folder.store()
    try await store.save(try sample())
    let late = try sample("late")
    try ChangeJournal(path: "\(folder.root)/journal").append(.changed(late.id))
    #expect(try await store.list("late").isEmpty)
    let path = StoreLayout(root: folder.root).folder(of: late.id)
    try StoreLayout.makeFolder(path)
    try GenerationRecord(late).write(in: path)
    #expect(try await folder.store().list("late") == [late.id])
    #expect(try await folder.store().unfinished() == [late.id])
  }

  @Test("jobs are told oldest first, and a wish is found by its own id")
  func jobsAndRequests() async throws {
    let store = folder.store()
    // Seconds apart: other suites make ids of other times meanwhile.
    let jobs = try (0..<3).map { second in
      try sample(at: Date(timeIntervalSinceNow: Double(second - 3)), requestID: "same")
    }
    for job in jobs { _ = try await store.create(job) }
    try await store.save(try sample(requestID: "other"))
    for store in [store, folder.store()] {
      #expect(try await store.unfinished() == jobs.map(\.id))
      #expect(try await store.generations(forRequest: "same").map(\.id) == jobs.map(\.id))
      #expect(try await store.generations(forRequest: "none").isEmpty)
    }
    try folder.removeCache()
    #expect(try await folder.store().generations(forRequest: "same").count == 3)
  }

  @Test("the typical time is the median of the last twenty at the same destination")
  func typicalSeconds() async throws {
    let store = folder.store()
    let here = Destination(provider: .azure, resource: "a", deployment: "d", model: "m")
    for seconds in 1...25 {
      try await store.save(try sample(destination: here), seconds: Double(seconds))
    }
    try await store.save(try sample(), seconds: 500)
    #expect(await store.typicalSeconds(at: here) == 15.5)
    #expect(await store.typicalSeconds(at: Destination(provider: .azure, model: "n")) == nil)
  }

  @Test("stores that write and read at once agree in the end")
  func concurrentStores() async throws {
    let stores = (0..<4).map { _ in folder.store() }
    let made = try await withThrowingTaskGroup(of: [GenerationID].self) { group in
      for store in stores {
        group.addTask {
          var ids: [GenerationID] = []
          for number in 0..<15 {
            ids.append(try await store.save(try sample("picture \(number)")))
            _ = try await store.list("picture", limit: 5)
          }
          return ids
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(made).count == 60)
    for store in stores { #expect(try await store.list() == made.sorted(by: >)) }
  }
}

/// Writes finished generations straight into folders, six hours apart; oldest first.
func fillStore(
  _ root: String, count: Int, prompt: (Int) -> String
) throws -> [GenerationID] {
  let layout = StoreLayout(root: root)
  let encoder = GenerationRecord.makeEncoder()
  return try (0..<count).map { number in
    let date = Date(timeIntervalSince1970: 1_700_000_000 + Double(number) * 21_600)
    var generation = try sample(prompt(number), at: date)
    advance(&generation, to: .saved)
    generation.finishedAt = date
    let folder = layout.folder(of: generation.id)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try encoder.encode(generation).write(to: URL(filePath: "\(folder)/generation.json"))
    return generation.id
  }
}
