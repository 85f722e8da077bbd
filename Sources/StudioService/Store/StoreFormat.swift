import FoundationEssentials
import Glibc
import StudioCore

/// `store.json`: the version of the store's shape.
struct StoreFormat: Codable {
  static let fileName = "store.json"
  static let newest = 1

  var version = newest

  /// Throws `bad-configuration` for a store that a newer program made, or whose `store.json` is
  /// damaged. A store without the file is of the first version: nothing is thrown.
  static func check(_ root: String) throws(StudioError) {
    let path = "\(root)/\(fileName)"
    guard access(path, F_OK) == 0 else { return }
    let data = try OpenFile(path, O_RDONLY | O_NONBLOCK).read(limit: 65536)
    guard let format = try? JSONDecoder().decode(StoreFormat.self, from: data) else {
      throw StudioError(
        .badConfiguration, "\(StudioError.printable(path)) is damaged.",
        hint: "If this folder is a store, put {\"version\":\(newest)} there; else choose another.")
    }
    guard format.version <= newest else {
      throw StudioError(
        .badConfiguration,
        "The store \(StudioError.printable(root)) has format version \(format.version); "
          + "this program knows \(newest).",
        hint: "Use a newer version of easel, or another store with --store.")
    }
  }

  /// Writes the file unless there is one.
  static func mark(_ root: String) throws(StudioError) {
    let path = "\(root)/\(fileName)"
    guard access(path, F_OK) != 0 else { return }
    try AtomicFile.create(Data("{\"version\":\(newest)}\n".utf8), at: path)
  }
}
