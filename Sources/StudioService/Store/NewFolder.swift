import Glibc
import StudioCore

/// A generation's folder that is about to be made, with its first record in it.
struct NewFolder: Sendable {
  let id: GenerationID
  let layout: StoreLayout
  let journal: ChangeJournal

  /// Announces the generation, fills a folder under a hidden name, and gives it its name when the
  /// record is in it: nobody ever sees a folder without a record, nor one without its owner.
  ///
  /// Record, names and announcement are durable when this returns. A power cut before may leave any
  /// part of them, of a generation that has not begun.
  ///
  /// Throws `cannot-create` (also when the id is taken), `disk-full` or `input-output`; nothing is
  /// left then.
  func make(_ record: GenerationRecord) throws(StudioError) -> FolderLock {
    try StoreLayout.makeFolder(layout.dayFolder(of: id))
    try StoreFormat.mark(layout.root)
    let lines = try journal.appending(.changed(id))
    let new = layout.newFolder(of: id)
    guard mkdir(new, 0o700) == 0 else { throw .systemCall("create", new, errno, isCreation: true) }
    do throws(StudioError) {
      guard let lock = try FolderLock(id, folder: new) else { throw taken(new) }
      let file = try record.fill(new)
      try name(new)
      do throws(StudioError) {
        try? journal.append(.changed(id), to: lines)
        try sync(file, lines)
      } catch {
        remove(layout.folder(of: id))
        throw error
      }
      return lock
    } catch {
      remove(new)
      throw error
    }
  }

  private func name(_ new: String) throws(StudioError) {
    let folder = layout.folder(of: id)
    guard rename(new, folder) == 0 else {
      throw .systemCall("create", folder, errno, isCreation: true)
    }
  }

  /// The journal, which is a hint, must not make a failure of what stands.
  private func sync(_ record: OpenFile, _ lines: OpenFile) throws(StudioError) {
    let folder = try OpenFile(layout.folder(of: id), O_RDONLY | O_DIRECTORY)
    let dayFolder = try OpenFile(layout.dayFolder(of: id), O_RDONLY | O_DIRECTORY)
    let failures = OpenFile.sync(record, folder, dayFolder, lines)
    if let failure = failures.dropLast().compactMap(\.self).first { throw failure }
  }

  private func remove(_ folder: String) {
    unlink("\(folder)/\(GenerationRecord.fileName)")
    rmdir(folder)
  }

  private func taken(_ path: String) -> StudioError {
    .systemCall("create", path, EEXIST, isCreation: true)
  }
}
