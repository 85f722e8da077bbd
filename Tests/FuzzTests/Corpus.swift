import Foundation

/// Inputs that are kept: real ones, and every one that once broke something.
enum Corpus {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus")

  /// A subject's inputs, in the order of their names.
  static func inputs(of subject: String) throws -> [[UInt8]] {
    let folder = folder.appending(path: subject)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { [UInt8](try Data(contentsOf: folder.appending(path: $0))) }
  }

  /// A file of the repository, by its path from the root.
  static func file(_ path: String) throws -> [UInt8] {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: root.appending(path: path)))
  }
}
