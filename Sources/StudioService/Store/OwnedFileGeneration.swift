import FoundationEssentials
import Glibc
import StudioCore
import Synchronization

/// A generation's folder, in the hands of this process.
final class OwnedFileGeneration: OwnedGeneration {
  static let answerName = "response.part"
  static let cancelName = "cancel"
  private static let partSuffix = ".part"

  let id: GenerationID
  let folder: String
  private let journal: ChangeJournal
  private let unknown: [String: JSONValue]
  /// nil once released.
  private let lock: Mutex<FolderLock?>

  /// - Parameter unknown: members of the record that are kept as they are.
  init(
    _ id: GenerationID, folder: String, journal: ChangeJournal, lock: FolderLock,
    unknown: [String: JSONValue]
  ) {
    self.id = id
    self.folder = folder
    self.journal = journal
    self.unknown = unknown
    self.lock = Mutex(lock)
  }

  var isCancelRequested: Bool { access(path(Self.cancelName), F_OK) == 0 }

  func record(_ generation: Generation) throws(StudioError) {
    try checkOwnership()
    try GenerationRecord(generation, unknown: unknown).write(in: folder)
    if !generation.state.isJob { unlink(path(Self.cancelName)) }
    // The record stands: a journal that cannot be written must not make that a failure.
    try? journal.append(.changed(id))
  }

  func openAnswer() throws(StudioError) -> PartFile {
    try checkOwnership()
    return try PartFile(path: path(Self.answerName), isHashing: false)
  }

  func openImage(_ number: Int) throws(StudioError) -> PartFile {
    try checkOwnership()
    return try PartFile(path: path("\(number)\(Self.partSuffix)"))
  }

  func publish(_ part: PartFile, as name: String) throws(StudioError) -> StudioError? {
    try checkOwnership()
    guard Self.isPictureName(name) else {
      throw StudioError(
        .inputOutput, "“\(StudioError.printable(name))” is no name for a picture's file.")
    }
    try part.sync()
    guard rename(part.path, path(name)) == 0 else {
      throw .systemCall("create", path(name), errno, isCreation: true)
    }
    // The picture is there: what fails now must not take it back. Twice, because it may pass.
    if (try? OpenFile.syncFolder(folder)) != nil { return nil }
    do throws(StudioError) { try OpenFile.syncFolder(folder) } catch { return error }
    return nil
  }

  func removeParts() {
    for name in StoreLayout.names(in: folder)
    where name.hasSuffix(Self.partSuffix) || name.hasSuffix(AtomicFile.temporarySuffix) {
      // Emptied first: a descriptor that is still open must not hold on to space of a full disk.
      truncate(path(name), 0)
      unlink(path(name))
    }
  }

  func release() { lock.withLock { $0 = nil } }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private func checkOwnership() throws(StudioError) {
    guard lock.withLock({ $0 != nil }) else {
      throw StudioError(.inputOutput, "The generation \(id) was given up and cannot be changed.")
    }
  }

  /// A number, a dot and a short lower-case ending: nothing that leaves the folder or hides in it.
  private static func isPictureName(_ name: String) -> Bool {
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count == 2, (1...4).contains(pieces[0].utf8.count),
      (1...8).contains(pieces[1].utf8.count)
    else { return false }
    return pieces[0].utf8.allSatisfy { (0x30...0x39).contains($0) } && pieces[1] != "part"
      && pieces[1].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }
}
