import FoundationEssentials
import Glibc
import NIOCore
import StudioCore
import Testing

@testable import StudioService

@Suite(.timeLimit(.minutes(3)))
struct FileGenerationStoreTests {
  let folder = try! StoreFolder()

  @Test("what was recorded is read back, by another store too")
  func roundTrip() async throws {
    let store = folder.store()
    var generation = try sample(
      "émigré “quotes” / slashes\nand 灯台", Parameters([.seed: .number(7)]))
    let owned = try await store.create(generation)
    advance(&generation, to: .sent)
    generation.sentAt = Date(timeIntervalSince1970: 1_795_252_500.125)
    generation.worker = .thisProcess
    try owned.record(generation)

    generation.folder = owned.folder
    #expect(try await folder.store().read(generation.id) == generation)
    #expect(owned.folder == "\(folder.root)/generations/\(generation.id.datePath)/\(generation.id)")
    let text = try content(generation.recordPath)
    #expect(text.contains("\"sentAt\" : \"2026-11-21T09:15:00.125Z\""))
    #expect(text.contains(" / slashes"))
  }

  @Test("what cannot be read is counted, whatever is asked for, until it is mended")
  func unreadable() async throws {
    var ids: [GenerationID] = []
    for number in 0..<4 {
      let old = Date(timeIntervalSinceNow: -7 * 86_400 + Double(number))
      ids.append(try await folder.store().save(try sample("fox", at: old)))
    }
    let store = folder.store()
    #expect(try await store.list() == ids.reversed())
    let records = try await store.history(HistoryQuery(), offset: 0, limit: 9).generations
      .map(\.recordPath).sorted()
    try put("{ torn", at: records[0])
    try FileManager.default.moveItem(atPath: records[1], toPath: folder.path + "/kept")
    try FileManager.default.removeItem(
      atPath: String(records[2].dropLast("/generation.json".count)))
    for query in ["", "fox"] {
      let page = try await store.history(HistoryFilter(query).query, offset: 0, limit: 10)
      #expect(page.generations.map(\.id) == [ids[3]])
      #expect(page.unreadable == 2)
    }
    // By an index that never knew them, and whatever the query.
    try folder.removeCache()
    let other = folder.store()
    _ = try await other.unfinished()
    let page = try await other.history(HistoryFilter("zebra").query, offset: 0, limit: 10)
    #expect(page.generations.isEmpty && page.unreadable == 2)
    try FileManager.default.moveItem(atPath: folder.path + "/kept", toPath: records[1])
    let mended = try await folder.store().history(HistoryQuery(), offset: 0, limit: 10)
    #expect(mended.unreadable == 1)
  }

  @Test("a folder that another process has just made is made durable, once")
  func foreignFolder() throws {
    let path = "\(folder.path)/made/by/another"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var synced: [String] = []
    for _ in 0..<2 {
      try StoreLayout.makeFolder(path) { (folder) throws(StudioError) in synced.append(folder) }
    }
    #expect(synced == ["\(folder.path)/made/by"])
    try StoreLayout.makeFolder("\(path)/below/it") { (folder) throws(StudioError) in
      synced.append(folder)
    }
    #expect(synced.suffix(2) == [path, "\(path)/below"])
  }

  @Test("folders are 0700, files 0600, whatever the umask")
  func permissions() async throws {
    let store = folder.store()
    let owned = try await store.create(try sample())
    let part = try owned.openImage(1)
    try part.append(ByteBuffer(string: "picture"))
    _ = try owned.publish(part, as: "1.png")
    var path = owned.folder
    while path.count >= folder.root.count {
      #expect(try mode(path) == 0o700, "\(path)")
      path = String(path.prefix(upTo: try #require(path.lastIndex(of: "/"))))
    }
    for file in ["generation.json", "1.png"] {
      #expect(try mode("\(owned.folder)/\(file)") == 0o600, "\(file)")
    }
    for file in ["store.json", "journal"] {
      #expect(try mode("\(folder.root)/\(file)") == 0o600, "\(file)")
    }
  }

  @Test("an absent store is an empty history, and looking makes nothing")
  func absent() async throws {
    let store = folder.store()
    let page = try await store.history(.all, offset: 0, limit: 10)
    #expect(page.generations.isEmpty && page.total == 0)
    #expect(try await store.unfinished().isEmpty)
    #expect(try await store.generations(forRequest: "r").isEmpty)
    #expect(await store.typicalSeconds(at: Destination(provider: .demo)) == nil)
    await #expect { try await store.read(try .new()) } throws: {
      ($0 as? StudioError)?.code == .notFound
    }
    #expect(access(folder.root, F_OK) != 0 && access(folder.cache, F_OK) != 0)
  }

  @Test("a generation has one owner at a time, and another after release")
  func ownership() async throws {
    let (first, second) = (folder.store(), folder.store())
    var generation = try sample()
    let owned = try await first.create(generation)
    #expect(try await second.adopt(generation.id) == nil)
    owned.release()
    generation.advance(to: .cancelled)
    #expect(throws: StudioError.self) { try owned.record(generation) }

    let adopted = try #require(try await second.adopt(generation.id))
    #expect(try await first.adopt(generation.id) == nil)
    try adopted.record(generation)
    #expect(try await first.read(generation.id).state == .cancelled)
  }

  @Test("an owner that is let go gives up ownership")
  func forgottenOwner() async throws {
    let store = folder.store()
    let id = try sample().id
    do {
      let generation = Generation(id: id, request: try sample().request, createdAt: Date())
      _ = try await store.create(generation)
    }
    #expect(try await store.adopt(id) != nil)
  }

  @Test("an id that is taken is refused, and what is there stays")
  func takenID() async throws {
    let store = folder.store()
    let generation = try sample("first")
    _ = try await store.create(generation)
    let again = Generation(
      id: generation.id, request: try sample("second").request, createdAt: Date())
    await #expect { _ = try await store.create(again) } throws: {
      ($0 as? StudioError)?.code == .cannotCreate
    }
    #expect(try await store.read(generation.id).request.prompt == "first")
    let names = StoreLayout.names(
      in: StoreLayout(root: folder.root).dayFolder(of: generation.id))
    #expect(names == [generation.id.rawValue])
  }

  @Test("parts get their names when published, and the rest is removed")
  func parts() async throws {
    let owned = try await folder.store().create(try sample())
    let answer = try owned.openAnswer()
    try answer.append(ByteBuffer(string: "{}"))
    #expect(try content("\(owned.folder)/response.part") == "{}")
    let part = try owned.openImage(1)
    try part.append(ByteBuffer(string: "ab"))
    try part.append(ByteBuffer(string: "c"))
    #expect(part.count == 3)
    // FIPS 180-4's own example.
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    _ = try owned.publish(part, as: "1.png")
    let published = try PictureInspection.checksum(of: "\(owned.folder)/1.png")
    #expect(published.sha256 == digest && published.bytes == 3)
    owned.removeParts()
    let names = StoreLayout.names(in: owned.folder).sorted()
    #expect(names == ["1.png", "generation.json"])
    #expect(try content("\(owned.folder)/1.png") == "abc")
  }

  @Test(
    "a picture gets no name that leaves or hides in its folder",
    arguments: ["../1.png", "/tmp/1.png", ".1.png", "1.part", "generation.json", "1", "1.PNG", ""])
  func pictureNames(_ name: String) async throws {
    let owned = try await folder.store().create(try sample())
    let part = try owned.openImage(1)
    #expect(throws: StudioError.self) { try owned.publish(part, as: name) }
    #expect(access(part.path, F_OK) == 0)
  }

  @Test("a request to stop reaches the owner, and whoever adopts later")
  func cancel() async throws {
    let (owner, other) = (folder.store(), folder.store())
    var generation = try sample()
    let owned = try await owner.create(generation)
    #expect(!owned.isCancelRequested)
    var changes = owner.changes().makeAsyncIterator()
    try await other.requestCancel(generation.id)
    #expect(await changes.next() == .cancelRequested(generation.id))
    #expect(owned.isCancelRequested)
    owned.release()
    let adopted = try #require(try await other.adopt(generation.id))
    #expect(adopted.isCancelRequested)

    generation.advance(to: .cancelled)
    try adopted.record(generation)
    #expect(!adopted.isCancelRequested)
    try await other.requestCancel(generation.id)
    #expect(!adopted.isCancelRequested, "a finished one is left alone")
  }

  @Test("what a newer program wrote beside our own members survives a rewrite")
  func unknownMembers() async throws {
    let store = folder.store()
    let id = try await store.save(try sample())
    var generation = try await store.read(id)
    let record = try content(generation.recordPath)
    try put(
      record.replacing("\"id\"", with: "\"stars\": {\"n\": 5, \"by\": [null, true, 1.5]}, \"id\""),
      at: generation.recordPath)
    let owned = try #require(try await store.adopt(id))
    generation.isFavourite = true
    try owned.record(generation)
    let members = try JSONDecoder().decode(
      [String: JSONValue].self, from: Data(try content(generation.recordPath).utf8))
    #expect(
      members["stars"]
        == ["n": 5, "by": .array([.null, .bool(true), .number("1.5")])])
    #expect(members["isFavourite"] == .bool(true))
    #expect(try await store.read(id) == generation)
  }

  @Test("every member that a generation writes is known, so that none is kept when it goes")
  func knownMembers() throws {
    var generation = try sample()
    generation.sent = SentRequest(method: "POST", url: "u", body: "{}")
    generation.answer = ServiceAnswer(status: 200)
    generation.usage = Usage()
    generation.error = StudioError(.busy, "m")
    generation.sentAt = Date()
    generation.finishedAt = Date()
    generation.worker = .thisProcess
    generation.isFavourite = true
    generation.tags = ["t"]
    generation.callerWaits = true
    var waiting = generation
    waiting.advance(to: .sending)
    let refusal = StudioError(.busy, "m", isRetryable: true)
    let attempt = try #require(
      RefusedAttempt(sentAt: nil, refusedAt: Date(), answer: nil, error: refusal))
    waiting.wait(after: attempt, for: Resend(at: Date(), number: 1, limit: 1))
    (waiting.sent, waiting.sentAt) = (generation.sent, generation.sentAt)
    waiting.answer = generation.answer
    let data = try GenerationRecord.makeEncoder().encode(waiting)
    let members = try JSONDecoder().decode([String: JSONValue].self, from: data)
    #expect(Set(members.keys) == GenerationRecord.knownMembers)
  }

  @Test("a store of a newer format is refused, by name and version")
  func newerFormat() async throws {
    try await folder.store().save(try sample())
    try put("{\"version\": 2}", at: "\(folder.root)/store.json")
    for name in StoreLayout.names(in: folder.root) where name != "store.json" {
      try FileManager.default.removeItem(atPath: "\(folder.root)/\(name)")
    }
    let store = folder.store()
    let generation = try sample()
    for attempt in [
      { _ = try await store.create(generation) },
      { _ = try await store.history(.all, offset: 0, limit: 1) },
      { _ = try await store.read(generation.id) },
    ] {
      await #expect { try await attempt() } throws: { error in
        let error = error as? StudioError
        return error?.code == .badConfiguration && error?.message.contains("version 2") == true
      }
    }
  }

  @Test("a damaged record is an error of its own, and its picture stays")
  func damagedRecord() async throws {
    let store = folder.store()
    let id = try await store.save(try sample())
    let path = try await store.read(id).recordPath
    let text = try content(path)
    for length in [0, 1, text.utf8.count / 2, text.utf8.count - 3] {
      try put(String(text.prefix(length)), at: path)
      await #expect { try await store.read(id) } throws: {
        ($0 as? StudioError)?.code == .inputOutput
      }
    }
  }
}
