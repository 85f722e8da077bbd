import Foundation

/// The files of the checkout that this test was built from.
struct Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths, from the root, of the files below a folder whose names end so; links are not followed.
  static func files(below folder: String, ending: String = "") throws -> [String] {
    let base = root.appending(path: folder)
    let names =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return names.sorted().map { "\(folder)/\($0)" }.filter { path in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: root.appending(path: path).path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue && path.hasSuffix(ending)
    }
  }

  /// Everything that is part of the project: text and not generated.
  static func projectFiles() throws -> [String] {
    let top = ["Package.swift", "README.md", "LICENSE", ".swift-format", ".gitignore"]
      .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
    return try top
      + ["Sources", "Tests", "themes", ".ci", ".github"].flatMap { try files(below: $0) }
  }
}
