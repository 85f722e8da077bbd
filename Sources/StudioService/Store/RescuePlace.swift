import Glibc
import StudioCore

/// Where bytes of an answer go that the store's disk refuses: a folder of the state directory, and
/// where that is full too, one of the temporary directory.
struct RescuePlace: Sendable {
  /// In the order in which they are tried.
  let folders: [String]

  /// Where there is no such place.
  static let none = RescuePlace(folders: [])

  private init(folders: [String]) { self.folders = folders }

  init(_ directories: Directories) {
    folders = [
      "\(directories.state)/rescue", "\(directories.temporary)/easel-rescue-\(getuid())",
    ]
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

  private static func path(_ name: String, in folder: String) throws(StudioError) -> String {
    try StoreLayout.makeFolder(folder)
    guard isOwn(folder) else {
      throw .systemCall("create", folder, EACCES, isCreation: true)
    }
    return "\(folder)/\(name)"
  }

  /// What was rescued of a generation's answer, by the offset at which it belongs.
  func pieces(of id: GenerationID) -> [AnswerPieces.Piece] {
    all().filter { $0.id == id }.map(\.piece).sorted { $0.offset < $1.offset }
  }

  /// Fetched pictures of a generation that were rescued, by their numbers.
  func pictures(of id: GenerationID) -> [(number: Int, path: String)] {
    folders.filter(Self.isOwn).flatMap { folder in
      StoreLayout.names(in: folder).compactMap { name in
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == id.rawValue, parts[1] == "picture",
          let number = Int(parts[2]), (1...9999).contains(number)
        else { return nil }
        return (number, "\(folder)/\(name)")
      }
    }
  }

  /// What was rescued, of generations of whatever store.
  func all() -> [(id: GenerationID, piece: AnswerPieces.Piece)] {
    folders.filter(Self.isOwn).flatMap { folder in
      StoreLayout.names(in: folder).compactMap { name in
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = GenerationID(rawValue: String(parts[0])),
          let offset = Int(parts[1]), offset >= 0
        else { return nil }
        return (id, AnswerPieces.Piece(offset: offset, path: "\(folder)/\(name)"))
      }
    }
  }

  /// Others can make folders in a temporary directory too.
  private static func isOwn(_ folder: String) -> Bool {
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == getuid()
  }
}
