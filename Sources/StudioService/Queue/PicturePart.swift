#if canImport(Glibc)
  import Glibc
#endif

/// A picture's file that has not got its name: `2.part`.
struct PicturePart {
  enum Worth {
    /// The whole picture.
    case whole
    /// Some of it that is nowhere else, or of which that cannot be told.
    case fragment
    /// Nothing, or what can be made again from the answer.
    case nothing
  }

  let path: String

  init(_ path: String) { self.path = path }

  /// What would be lost with the file.
  ///
  /// - Parameter begun: how many pictures the answer's kept bytes hold, whole or in part: one with a
  ///   higher number was fetched from elsewhere.
  func worth(besides begun: Int) -> Worth {
    if isEmpty { return .nothing }
    switch PictureTail.isWhole(path) {
    case true?: return .whole
    case nil: return .fragment
    case false?:
      let name = path.split(separator: "/").last ?? ""
      return PicturePublisher.Outcome.number(String(name)) <= begun ? .nothing : .fragment
    }
  }

  var isEmpty: Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_size == 0
  }
}
