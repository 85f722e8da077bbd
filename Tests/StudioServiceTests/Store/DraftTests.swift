import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("A generation that is not on disk yet", .timeLimit(.minutes(3)))
struct DraftTests {
  let folder = try! StoreFolder()

  @Test("is made by its first record, in whatever state, and found by others then")
  func made() async throws {
    let store = folder.store()
    var generation = try sample()
    let owned = store.draft(generation.id)
    #expect(!FileManager.default.fileExists(atPath: folder.root))
    #expect(throws: StudioError.self) { try owned.openAnswer() }
    advance(&generation, to: .sent)
    try owned.record(generation)
    #expect(try await folder.store().read(generation.id).state == .sent)
    #expect(try await folder.store().unfinished() == [generation.id])
    #expect(try await folder.store().adopt(generation.id) == nil)
    owned.release()
    #expect(try await folder.store().adopt(generation.id) != nil)
    #expect(throws: StudioError.self) { try owned.record(generation) }
  }

  @Test("leaves what is there where its id is taken")
  func taken() async throws {
    let store = folder.store()
    let generation = try sample()
    _ = try await store.create(generation)
    #expect(throws: StudioError.self) { try store.draft(generation.id).record(generation) }
    #expect(try await store.list() == [generation.id])
    let day = "\(folder.root)/generations/\(generation.id.datePath)"
    #expect(try FileManager.default.contentsOfDirectory(atPath: day) == ["\(generation.id)"])
  }

  @Test("is not made in a store of a newer format")
  func newer() throws {
    try FileManager.default.createDirectory(
      atPath: folder.root, withIntermediateDirectories: true)
    try put(#"{"version":99}"#, at: "\(folder.root)/store.json")
    let generation = try sample()
    let error = #expect(throws: StudioError.self) {
      try folder.store().draft(generation.id).record(generation)
    }
    #expect(error?.code == .badConfiguration)
  }
}
