import FoundationEssentials
import Glibc
import StudioCore

/// Replaces a file so that a reader, or a start after a crash, finds the old content or the new
/// one, and never a part of either.
enum AtomicFile {
  /// Temporary name in the same folder, write, fsync, rename, fsync of the folder. Mode 0600.
  /// On an error the old file is as it was and nothing is left beside it.
  ///
  /// Without `isLasting` the folder is not synced: a power cut may bring the old file back, whole.
  static func write(
    _ data: Data, to path: String, isLasting: Bool = true
  ) throws(StudioError) {
    let temporary = temporaryPath(for: path)
    do throws(StudioError) {
      try fill(temporary, with: data)
      guard rename(temporary, path) == 0 else {
        throw .systemCall("create", path, errno, isCreation: true)
      }
    } catch {
      unlink(temporary)
      throw error
    }
    if isLasting { try OpenFile.syncFolder(StoreLayout.parent(of: path)) }
  }

  /// Writes `path` unless it is there already, whoever makes it first.
  static func create(_ data: Data, at path: String) throws(StudioError) {
    let temporary = temporaryPath(for: path)
    defer { unlink(temporary) }
    try fill(temporary, with: data)
    guard link(temporary, path) == 0 || errno == EEXIST else {
      throw .systemCall("create", path, errno, isCreation: true)
    }
    try OpenFile.syncFolder(StoreLayout.parent(of: path))
  }

  /// Ending of names that a crash may leave behind; such a file is of no worth.
  private static let temporarySuffix = ".tmp"

  /// Whether a file of this name was on its way to another one.
  static func isTemporary(_ name: some StringProtocol) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(temporarySuffix)
  }

  private static func fill(_ path: String, with data: Data) throws(StudioError) {
    let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
    try file.write(data)
    try file.sync()
  }

  /// A name in the same folder that nobody else has.
  static func temporaryPath(for path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    let mark = String(UInt32.random(in: .min ... .max), radix: 16)
    return "\(StoreLayout.parent(of: path))/.\(name).\(mark)\(temporarySuffix)"
  }
}
