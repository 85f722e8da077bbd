import FoundationEssentials
import Glibc
import StudioCore
import Synchronization

/// A generation's folder, in the hands of this process.
final class OwnedFileGeneration: OwnedGeneration {
  static let answerName = "response.part"
  static let cancelName = "cancel"
  private static let partSuffix = ".part"

  private enum Right: Sendable {
    /// Nothing is on disk yet.
    case draft(NewFolder, check: @Sendable () throws(StudioError) -> Void)
    case owned(FolderLock)
    case released
  }

  let id: GenerationID
  let folder: String
  private let journal: ChangeJournal
  private let unknown: [String: JSONValue]
  private let right: Mutex<Right>

  /// - Parameter unknown: members of the record that are kept as they are.
  init(
    _ id: GenerationID, folder: String, journal: ChangeJournal, lock: FolderLock,
    unknown: [String: JSONValue]
  ) {
    self.id = id
    self.folder = folder
    self.journal = journal
    self.unknown = unknown
    right = Mutex(.owned(lock))
  }

  /// One that its first record makes.
  ///
  /// - Parameter check: throws where the store must not be written to.
  init(new: NewFolder, check: @escaping @Sendable () throws(StudioError) -> Void) {
    id = new.id
    folder = new.layout.folder(of: new.id)
    journal = new.journal
    unknown = [:]
    right = Mutex(.draft(new, check: check))
  }

  var isExclusive: Bool {
    right.withLock { right in
      if case .owned(let lock) = right { lock.isExclusive } else { false }
    }
  }

  var isCancelRequested: Bool { access(path(Self.cancelName), F_OK) == 0 }

  func overruling(_ generation: Generation) -> Generation? {
    guard case .owned = right.withLock({ $0 }),
      let found = try? GenerationRecord.read(id, in: folder)
    else { return nil }
    return found.state.isJob && found.worker == generation.worker ? nil : found
  }

  func record(_ generation: Generation) throws(StudioError) {
    try write(generation, isLasting: true)
  }

  func note(_ generation: Generation) throws(StudioError) {
    try write(generation, isLasting: false)
  }

  private func write(_ generation: Generation, isLasting: Bool) throws(StudioError) {
    let record = GenerationRecord(generation, unknown: unknown)
    if case .draft(let new, let check) = right.withLock({ $0 }) {
      try check()
      let lock = try new.make(record)
      return right.withLock { $0 = .owned(lock) }
    }
    try checkOwnership()
    try record.write(in: folder, isLasting: isLasting)
    if !generation.state.isJob { unlink(path(Self.cancelName)) }
    // The record stands: a journal that cannot be written must not make that a failure.
    try? journal.append(.changed(id))
  }

  func openAnswer() throws(StudioError) -> PartFile {
    try checkOwnership()
    return try PartFile(path: path(Self.answerName))
  }

  func openImage(_ number: Int) throws(StudioError) -> PartFile {
    try checkOwnership()
    return try PartFile(path: path("\(number)\(Self.partSuffix)"), isHashing: true)
  }

  func openPartial() throws(StudioError) -> PartFile {
    try checkOwnership()
    return try PartFile(path: AtomicFile.temporaryPath(for: path("partial")))
  }

  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError? {
    try checkOwnership()
    guard Self.isPictureName(name) else {
      throw StudioError(
        .inputOutput, "“\(StudioError.printable(name))” is no name for a picture's file.")
    }
    let doubt = try sync(part)
    guard rename(part.path, path(name)) == 0 else {
      throw .systemCall("create", path(name), errno, isCreation: true)
    }
    return doubt
  }

  /// The picture's bytes are durable when this returns; what it returns is why its name may not be:
  /// that must not take the picture away.
  private func sync(_ part: PartFile) throws(StudioError) -> StudioError? {
    var isFolderSynced = false
    if let open = try? OpenFile(folder, O_RDONLY | O_DIRECTORY) {
      let failures = OpenFile.sync(part.file, open)
      if let failure = failures[0] { throw failure }
      isFolderSynced = failures[1] == nil
    } else {
      try part.sync()
    }
    guard !isFolderSynced else { return nil }
    // Once more, because it may pass.
    do throws(StudioError) { try OpenFile.syncFolder(folder) } catch { return error }
    return nil
  }

  func removeParts() {
    for name in StoreLayout.names(in: folder)
    where name.hasSuffix(Self.partSuffix) || AtomicFile.isTemporary(name) {
      // Emptied first: a descriptor that is still open must not hold on to space of a full disk.
      truncate(path(name), 0)
      unlink(path(name))
    }
  }

  func release() { right.withLock { $0 = .released } }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func checkOwnership() throws(StudioError) {
    guard case .owned = right.withLock({ $0 }) else {
      throw StudioError(.inputOutput, "The generation \(id) was given up and cannot be changed.")
    }
  }

  /// A number, a dot and a short lower-case ending: nothing that leaves the folder or hides in it.
  static func isPictureName(_ name: String) -> Bool {
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count == 2, (1...4).contains(pieces[0].utf8.count),
      (1...8).contains(pieces[1].utf8.count)
    else { return false }
    return pieces[0].utf8.allSatisfy { (0x30...0x39).contains($0) } && pieces[1] != "part"
      && pieces[1].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }
}
