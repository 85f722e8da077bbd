import Dispatch
import FoundationEssentials
import Glibc
import StudioCore
import Synchronization

/// The store in plain files. Opens lazily: an absent one is an empty history, and folders are made
/// by the first write.
final class FileGenerationStore: GenerationStore {
  private let layout: StoreLayout
  private let journal: ChangeJournal
  private let index: HistoryIndex
  private let feed: ChangeFeed
  private let work = DispatchQueue(label: "easel.store", attributes: .concurrent)
  private let scanWork = DispatchQueue(label: "easel.scan", qos: .utility)
  private let scan = Mutex<Task<Void, Never>?>(nil)
  private let isChecked = Mutex(false)

  /// - Parameters:
  ///   - root: the store's folder.
  ///   - cache: a folder for the index; may be deleted at any time.
  init(root: String, cache: String) {
    layout = StoreLayout(root: Self.absolute(root))
    journal = ChangeJournal(path: layout.journal)
    index = HistoryIndex(layout: layout, cache: Self.absolute(cache))
    feed = ChangeFeed(layout: layout)
  }

  func create(_ generation: Generation) async throws(StudioError) -> any OwnedGeneration {
    try await work.run { [self] () throws(StudioError) in
      let owned = draft(generation.id)
      try owned.record(generation)
      return owned
    }
  }

  func draft(_ id: GenerationID) -> any OwnedGeneration {
    OwnedFileGeneration(
      new: NewFolder(id: id, layout: layout, journal: journal),
      check: { [self] () throws(StudioError) in try check() })
  }

  func read(_ id: GenerationID) async throws(StudioError) -> Generation {
    try await work.run { [self] () throws(StudioError) in
      try check()
      return try GenerationRecord.read(id, in: layout.folder(of: id))
    }
  }

  func ids(since date: Date) async throws(StudioError) -> [GenerationID] {
    try await work.run { [self] () throws(StudioError) in
      try check()
      return layout.ids(since: try GenerationID.first(at: date))
    }
  }

  func adopt(_ id: GenerationID) async throws(StudioError) -> (any OwnedGeneration)? {
    try await work.run { [self] () throws(StudioError) in
      try check()
      let folder = layout.folder(of: id)
      _ = try GenerationRecord.read(id, in: folder)
      guard let lock = try FolderLock(id, folder: folder) else { return nil }
      return OwnedFileGeneration(
        id, folder: folder, journal: journal, lock: lock,
        unknown: try GenerationRecord.readUnknown(id, in: folder))
    }
  }

  func requestCancel(_ id: GenerationID) async throws(StudioError) {
    try await work.run { [self] () throws(StudioError) in
      try check()
      let folder = layout.folder(of: id)
      guard try GenerationRecord.read(id, in: folder).state.isJob else { return }
      try AtomicFile.create(Data(), at: "\(folder)/\(OwnedFileGeneration.cancelName)")
      try journal.append(.cancelRequested(id))
    }
  }

  func changes() -> AsyncStream<StoreChange> { feed.stream() }
}

// Questions that the index answers.
extension FileGenerationStore {
  func history(
    _ query: HistoryQuery, offset: Int, limit: Int
  ) async throws(StudioError) -> HistoryPage {
    try await work.run { [self] () throws(StudioError) in
      try check()
      guard layout.exists else { return HistoryPage(generations: [], offset: offset, total: 0) }
      let hits = try index.search(query, offset: offset, limit: limit)
      startScan()
      return try page(hits, offset: offset)
    }
  }

  func unfinished() async throws(StudioError) -> [GenerationID] {
    try await exactly { [index] () throws(StudioError) in try index.unfinished() }
  }

  func generations(forRequest requestID: String) async throws(StudioError) -> [Generation] {
    let ids = try await exactly { [index] () throws(StudioError) in
      try index.generations(forRequest: requestID)
    }
    return try await work.run { [layout] () throws(StudioError) in
      var found: [Generation] = []
      for id in ids { found.append(try GenerationRecord.read(id, in: layout.folder(of: id))) }
      return found
    }
  }

  func typicalSeconds(at destination: Destination) async -> Double? {
    let seconds = try? await work.run { [self] () throws(StudioError) in
      try check()
      return layout.exists ? try index.typicalSeconds(at: destination) : nil
    }
    return seconds ?? nil
  }

  /// The records themselves; one whose folder has gone is left out, and out of the index. Those that
  /// cannot be read are counted.
  private func page(
    _ hits: HistoryIndex.Hits, offset: Int
  ) throws(StudioError) -> HistoryPage {
    var page = HistoryPage(generations: [], offset: offset, total: hits.total)
    var gone: [GenerationID] = []
    var unreadable: Set<GenerationID> = []
    for id in hits.ids {
      do throws(StudioError) {
        page.generations.append(try GenerationRecord.read(id, in: layout.folder(of: id)))
      } catch {
        if layout.isGone(id, error) { gone.append(id) } else { unreadable.insert(id) }
        page.total -= 1
      }
    }
    if !gone.isEmpty { try index.forget(gone) }
    page.unreadable = unreadable.union(hits.pending.filter(isUnreadable)).count
    return page
  }

  private func isUnreadable(_ id: GenerationID) -> Bool {
    do throws(StudioError) {
      _ = try GenerationRecord.read(id, in: layout.folder(of: id))
      return false
    } catch {
      return !layout.isGone(id, error)
    }
  }

  /// An answer for which the index must know every generation: waits for a scan.
  private func exactly<Answer: Sendable>(
    _ question: @escaping @Sendable () throws(StudioError) -> [Answer]
  ) async throws(StudioError) -> [Answer] {
    try await work.run { [self] () throws(StudioError) in try check() }
    guard layout.exists else { return [] }
    let answer = try await work.run(question)
    guard let scan = startScan() else { return answer }
    await scan.value
    return try await work.run(question)
  }

  /// Lets the index read what it does not know, unless it knows everything.
  @discardableResult
  private func startScan() -> Task<Void, Never>? {
    scan.withLock { scan in
      guard scan == nil, !index.isComplete else { return scan }
      let task = Task.detached { [self] in
        _ = try? await scanWork.run { [index] () throws(StudioError) in try index.scan() }
        self.scan.withLock { $0 = nil }
        feed.send(.everything)
      }
      scan = task
      return task
    }
  }
}

extension FileGenerationStore {
  /// The format is looked at once, as soon as there is a store.
  private func check() throws(StudioError) {
    guard !isChecked.withLock({ $0 }) else { return }
    try layout.check()
    if layout.exists { isChecked.withLock { $0 = true } }
  }

  private static func absolute(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return "\(String(cString: here))/\(path)"
  }
}
