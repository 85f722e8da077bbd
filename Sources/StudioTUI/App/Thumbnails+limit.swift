import Glibc

import class FoundationEssentials.FileManager

extension Thumbnails {
  /// The most bytes that all of them may take.
  static let mostBytes = 128 << 20

  /// Deletes those used longest ago until the others take at most `limit` bytes. Another process may
  /// do so at the same time, and what is deleted is made again when it is wanted.
  func forgetOldest(limit: Int = mostBytes) {
    let files = files()
    var rest = files.reduce(0) { $0 + $1.bytes }
    guard rest > limit else { return }
    for file in files.sorted(by: { $0.lastUse < $1.lastUse }) where rest > limit {
      unlink(file.path)
      rest -= file.bytes
    }
  }

  private struct File {
    var path: String
    var bytes: Int
    /// In nanoseconds: when it was written, or was read by `image`.
    var lastUse: Int
  }

  private func files() -> [File] {
    guard let folder else { return [] }
    return Self.names(in: folder).flatMap { name in
      Self.names(in: "\(folder)/\(name)").compactMap { Self.file(at: "\(folder)/\(name)/\($0)") }
    }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func file(at path: String) -> File? {
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    let moment = facts.st_mtim
    return File(
      path: path, bytes: Int(facts.st_size), lastUse: moment.tv_sec * 1_000_000_000 + moment.tv_nsec
    )
  }
}
