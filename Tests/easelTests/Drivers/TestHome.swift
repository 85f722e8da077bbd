import Foundation

/// A home of its own for one test: nothing of the machine's user is seen or touched. Removed with
/// the value.
final class TestHome: Sendable {
  let root: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "easel-test-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    root = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var configuration: String { "\(root)/config/easel" }
  var store: String { "\(root)/data/easel" }

  /// The whole environment of a program that lives here.
  var environment: [String: String] {
    [
      "HOME": root, "XDG_DATA_HOME": "\(root)/data", "XDG_CACHE_HOME": "\(root)/cache",
      "XDG_STATE_HOME": "\(root)/state", "XDG_CONFIG_HOME": "\(root)/config",
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  func write(_ text: String, to path: String) throws {
    let url = URL(filePath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}
