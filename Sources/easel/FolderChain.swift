import Glibc
import StudioCore

/// A folder and those above it.
enum FolderChain {
  /// Makes what is missing, for the user alone.
  static func make(_ path: String) throws(StudioError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw StudioError(
        .cannotCreate, "Cannot create \(path): \(String(cString: strerror(errno))).")
    }
    try make(String(path[..<slash]))
    try make(path)
  }
}
