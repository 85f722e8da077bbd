import Glibc
import StudioCore

/// Where bytes of an answer go that the store's disk refuses: a folder of the state directory, and
/// where that is full too, one of the temporary directory. Each holds a folder for every store.
struct RescuePlace: Sendable {
  /// A file of it.
  struct Rescued: Sendable {
    enum Content: Sendable {
      /// What follows the first `offset` bytes of the answer.
      case answer(offset: Int)
      /// A fetched picture; not whole where the process ended meanwhile.
      case picture(number: Int)
    }

    let id: GenerationID
    let content: Content
    let path: String
    /// False where it was rescued from another store, or nobody knows from which.
    let isOfStore: Bool
  }

  /// Those of the store, in the order in which they are tried.
  let folders: [String]
  /// Those above them.
  private let roots: [String]

  /// Where there is no such place.
  static let none = RescuePlace(roots: [], store: "")

  private init(roots: [String], store: String) {
    self.roots = roots
    folders = roots.map { "\($0)/\(StoreLayout(root: store).mark)" }
  }

  init(_ directories: Directories) {
    self.init(
      roots: [
        "\(directories.state)/rescue", "\(directories.temporary)/easel-rescue-\(getuid())",
      ],
      store: directories.store)
  }

  /// A file for what follows the first `offset` bytes of a generation's answer. Its name tells
  /// both, so that the parts can be put together again.
  ///
  /// Throws where the folder cannot be made or belongs to somebody else.
  static func open(
    _ id: GenerationID, after offset: Int, in folder: String
  ) throws(StudioError) -> PartFile {
    try PartFile(path: try path("\(id).\(offset)", in: folder))
  }

  /// Opens a file for a fetched picture, in each of the folders, in the order in which they are to be
  /// tried. Its name is no piece of an answer.
  func places(
    forPicture number: Int, of id: GenerationID
  ) -> [@Sendable () throws -> PartFile] {
    folders.map { folder in { try PartFile(path: Self.path("\(id).picture.\(number)", in: folder)) }
    }
  }

  /// As far as its disk lets it: there is no other place for it.
  @discardableResult
  static func makeDurable(_ file: PartFile) -> Bool {
    let isWritten = (try? file.sync()) != nil
    let isNamed = (try? OpenFile.syncFolder(StoreLayout.parent(of: file.path))) != nil
    return isWritten && isNamed
  }

  private static func path(_ name: String, in folder: String) throws(StudioError) -> String {
    let root = StoreLayout.parent(of: folder)
    for place in [root, folder] {
      try StoreLayout.makeFolder(place)
      guard isOwn(place) else {
        throw .systemCall("create", place, EACCES, isCreation: true)
      }
    }
    return "\(folder)/\(name)"
  }

  /// What was rescued of a generation's answer, by the offset at which it belongs.
  func pieces(of id: GenerationID) -> [AnswerPieces.Piece] {
    all().compactMap { file in
      guard file.id == id, case .answer(let offset) = file.content else { return nil }
      return AnswerPieces.Piece(offset: offset, path: file.path)
    }.sorted { $0.offset < $1.offset }
  }

  /// Fetched pictures of a generation that were rescued, by their numbers.
  func pictures(of id: GenerationID) -> [(number: Int, path: String)] {
    all().compactMap { file in
      guard file.id == id, case .picture(let number) = file.content else { return nil }
      return (number, file.path)
    }
  }

  /// What was rescued, of generations of whatever store: one may have been moved since.
  func all() -> [Rescued] {
    roots.filter(Self.isOwn).flatMap { root in
      // Earlier versions told the stores not apart.
      let others = StoreLayout.names(in: root).map { "\(root)/\($0)" }.filter(Self.isOwn)
      return ([root] + others).flatMap { folder in
        StoreLayout.names(in: folder).compactMap { name in
          Self.rescued(name, in: folder, isOfStore: folders.contains(folder))
        }
      }
    }
  }

  private static func rescued(
    _ name: String, in folder: String, isOfStore: Bool
  ) -> Rescued? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, let id = GenerationID(rawValue: parts[0]), let number = Int(last)
    else { return nil }
    let content: Rescued.Content
    switch parts.count {
    case 2 where number >= 0: content = .answer(offset: number)
    case 3 where parts[1] == "picture" && (1...9999).contains(number):
      content = .picture(number: number)
    default: return nil
    }
    return Rescued(id: id, content: content, path: "\(folder)/\(name)", isOfStore: isOfStore)
  }

  /// Others can make folders in a temporary directory too.
  private static func isOwn(_ folder: String) -> Bool {
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == getuid()
  }
}
