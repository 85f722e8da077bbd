import Glibc
import StudioCore
import Synchronization

/// Where things lie in a store.
struct StoreLayout: Sendable {
  /// Absolute.
  let root: String

  var journal: String { "\(root)/journal" }
  var generations: String { "\(root)/generations" }

  func dayFolder(of id: GenerationID) -> String { "\(generations)/\(id.datePath)" }
  func folder(of id: GenerationID) -> String { "\(dayFolder(of: id))/\(id)" }

  /// Where a generation's folder is filled before it gets its name.
  func newFolder(of id: GenerationID) -> String { "\(dayFolder(of: id))/\(Self.newPrefix)\(id)" }

  private static let newPrefix = ".new-"

  /// The id of the generation whose folder is filled under this name.
  static func id(ofNewFolder name: String) -> GenerationID? {
    guard name.hasPrefix(newPrefix) else { return nil }
    return GenerationID(rawValue: String(name.dropFirst(newPrefix.count)))
  }

  /// Tells stores apart in the name of a file or folder elsewhere (FNV-1a).
  var mark: String {
    var root = root[...]
    while root.count > 1, root.hasSuffix("/") { root.removeLast() }
    let hash = root.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  /// True once something was written here.
  var exists: Bool { access(generations, F_OK) == 0 }

  /// Throws where there is something that cannot be read as a store, and what `StoreFormat.check`
  /// does; not where there is nothing yet.
  func check() throws(StudioError) {
    try StoreFormat.check(root)
    _ = try OpenFile.opened(generations, O_RDONLY | O_DIRECTORY, unless: [ENOENT])
  }

  /// True where a record could not be read because the whole generation is not there.
  func isGone(_ id: GenerationID, _ error: StudioError) -> Bool {
    error.code == .notFound && access(folder(of: id), F_OK) != 0
  }

  /// Makes a folder and those above it, mode 0700, each durable.
  static func makeFolder(_ path: String) throws(StudioError) {
    try makeFolder(path) { (folder) throws(StudioError) in try OpenFile.syncFolder(folder) }
  }

  /// - Parameter sync: makes the names in a folder durable.
  static func makeFolder(
    _ path: String, sync: (String) throws(StudioError) -> Void
  ) throws(StudioError) {
    var number = made(path)
    if number == ENOENT, parent(of: path) != path {
      try makeFolder(parent(of: path), sync: sync)
      // Once more only: some places, such as /proc, say ENOENT for ever.
      number = made(path)
    }
    switch number {
    case 0: try sync(parent(of: path))
    case EEXIST:
      // Whoever made it may not have come to that yet. Once for each folder: it takes time.
      guard known.withLock({ !$0.contains(path) }) else { return }
      // A folder above it that is not ours need not be readable.
      try? sync(parent(of: path))
    default: throw .systemCall("create", path, number, isCreation: true)
    }
    known.withLock { _ = $0.insert(path) }
  }

  /// Folders whose names this process has made durable.
  private static let known = Mutex<Set<String>>([])

  /// 0, or the error number.
  private static func made(_ path: String) -> Int32 { mkdir(path, 0o700) == 0 ? 0 : errno }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension StoreLayout {
  /// Ids of the generations whose folders are there, newest first: at most `limit`, of those older
  /// than `bound`.
  func ids(before bound: GenerationID?, limit: Int) -> [GenerationID] {
    var found: [GenerationID] = []
    let last = bound?.datePath
    for day in days() where last.map({ day <= $0 }) ?? true {
      let ids = Self.names(in: "\(generations)/\(day)").compactMap(GenerationID.init(rawValue:))
      found += ids.filter { id in bound.map { id < $0 } ?? true }.sorted(by: >)
      if found.count >= limit { break }
    }
    return Array(found.prefix(limit))
  }

  /// Ids of the generations whose folders are there, from `first` on, newest first.
  func ids(since first: GenerationID) -> [GenerationID] {
    var found: [GenerationID] = []
    for day in days() {
      guard day >= first.datePath else { break }
      let ids = Self.names(in: "\(generations)/\(day)").compactMap(GenerationID.init(rawValue:))
      found += ids.filter { $0 >= first }.sorted(by: >)
    }
    return found
  }

  /// `2026/11/21`, newest first, as a sequence that reads no further than it is asked.
  func days() -> some Sequence<String> {
    Self.numbered(in: generations, digits: 4).lazy.flatMap { year in
      Self.numbered(in: "\(generations)/\(year)", digits: 2).lazy.flatMap { month in
        Self.numbered(in: "\(generations)/\(year)/\(month)", digits: 2).lazy.map {
          "\(year)/\(month)/\($0)"
        }
      }
    }
  }

  /// The folders of years and months that cannot be read: nobody knows of the days in them.
  func closedFolders() -> [String] {
    let years = Self.numbered(in: generations, digits: 4).map { "\(generations)/\($0)" }
    let months = years.flatMap { year in
      Self.numbered(in: year, digits: 2).map { "\(year)/\($0)" }
    }
    return (years + months).filter { access($0, R_OK | X_OK) != 0 }
  }

  private static func numbered(in folder: String, digits: Int) -> [String] {
    names(in: folder)
      .filter { $0.utf8.count == digits && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
      .sorted(by: >)
  }

  /// The names in a folder, in no order; none when it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let place = readdir(stream) {
      let name = withUnsafePointer(to: &place.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
