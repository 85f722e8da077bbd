import FoundationEssentials
import StudioCore

@testable import StudioService

/// A real store on a disk that takes no record of a job that somebody else left, until it does.
struct RefusingStore: GenerationStore {
  let store: FileGenerationStore
  let refused: [RefusingDisk.Call: Int]

  func adopt(_ id: GenerationID) async throws(StudioError) -> (any OwnedGeneration)? {
    try await store.adopt(id).map { RefusingDisk($0, refused) }
  }

  func create(_ generation: Generation) async throws(StudioError) -> any OwnedGeneration {
    try await store.create(generation)
  }
  func draft(_ id: GenerationID) -> any OwnedGeneration { store.draft(id) }
  func read(_ id: GenerationID) async throws(StudioError) -> Generation { try await store.read(id) }
  func generations(forRequest requestID: String) async throws(StudioError) -> [Generation] {
    try await store.generations(forRequest: requestID)
  }
  func ids(since date: Date) async throws(StudioError) -> [GenerationID] {
    try await store.ids(since: date)
  }
  func unfinished() async throws(StudioError) -> [GenerationID] { try await store.unfinished() }
  func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage {
    try await store.history(query, offset: offset, limit: limit)
  }
  func typicalSeconds(at destination: Destination) async -> Double? {
    await store.typicalSeconds(at: destination)
  }
  func requestCancel(_ id: GenerationID) async throws(StudioError) {
    try await store.requestCancel(id)
  }
  func changes() -> AsyncStream<StoreChange> { store.changes() }
}
