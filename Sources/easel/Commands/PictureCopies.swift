import Glibc
import StudioCore

/// Copies of pictures outside the store. A file that exists is never overwritten.
struct PictureCopies {
  private enum Target {
    case file(String)
    case folder(String)
  }

  private let target: Target

  /// Checks, before anything is paid for, that the copies can be made.
  init(to path: String) throws(StudioError) {
    target = try Self.target(path)
    try probe()
  }

  private static func target(_ path: String) throws(StudioError) -> Target {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else { throw exists(path) }
      return .folder(path.hasSuffix("/") ? String(path.dropLast()) : path)
    }
    let number = errno
    // Anything but a free name: too long, below a file, in a folder that may not be entered.
    guard number == ENOENT, !path.isEmpty, !path.hasSuffix("/") else {
      throw refusal(path, number)
    }
    // A link that leads nowhere.
    guard lstat(path, &status) != 0 else { throw exists(path) }
    return .file(path)
  }

  /// Permissions do not tell it all (root, `/proc`, full disks): only making a file does.
  private func probe() throws(StudioError) {
    let name = temporaryName
    let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    let number = errno
    guard file >= 0 else { throw Self.refusal(folder, number) }
    close(file)
    unlink(name)
  }

  private var temporaryName: String {
    "\(folder)/.easel-\(getpid())-\(UInt32.random(in: .min ... .max))"
  }

  private var folder: String {
    switch target {
    case .folder(let path): path.isEmpty ? "/" : path
    case .file(let path):
      path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }
  }

  /// Copies the first picture to the file, or all into the folder under `<id>-<name>`.
  /// - Returns: The path of each picture: its copy's where there is one.
  func copy(_ generations: [Generation]) throws(StudioError) -> [String] {
    var paths: [String] = []
    for generation in generations {
      for image in generation.images {
        let path = generation.path(of: image)
        switch target {
        case .folder:
          paths.append(try copy(path, to: "\(folder)/\(generation.id)-\(image.file)"))
        case .file(let wish):
          paths.append(paths.isEmpty ? try copy(path, to: wish) : path)
        }
      }
    }
    return paths
  }

  /// What a person may not expect of the copies: a file's ending that is not its format's, pictures
  /// that stay in the store alone.
  func warnings(about generations: [Generation]) -> [String] {
    guard case .file(let wish) = target else { return [] }
    let images = generations.flatMap(\.images)
    var warnings: [String] = []
    if let first = images.first, let format = Self.ending(of: first.file),
      Self.ending(of: wish).map({ $0 != format }) ?? false
    {
      warnings.append("\(wish) holds a \(format.uppercased()) picture, whatever its name says.")
    }
    if images.count > 1 {
      warnings.append(
        "Only the first of \(images.count) pictures is copied; -o takes a folder, too.")
    }
    return warnings
  }

  /// The ending of a name, in lower case and one spelling; nil without one.
  private static func ending(of path: String) -> String? {
    guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else {
      return nil
    }
    let ending = name[name.index(after: dot)...].lowercased()
    return ending == "jpeg" ? "jpg" : ending
  }

  /// A temporary name beside it, then a link, which fails where there is something already.
  private func copy(_ source: String, to path: String) throws(StudioError) -> String {
    let temporary = temporaryName
    defer { unlink(temporary) }
    try fill(temporary, from: source)
    guard link(temporary, path) != 0 else { return path }
    if errno == EEXIST { throw Self.exists(path) }
    // File systems without links: look, then rename.
    guard access(path, F_OK) != 0 else { throw Self.exists(path) }
    guard rename(temporary, path) == 0 else { throw Self.failure(path, errno) }
    return path
  }

  private func fill(_ path: String, from source: String) throws(StudioError) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw Self.failure(source, errno) }
    defer { close(input) }
    let output = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard output >= 0 else { throw Self.failure(path, errno) }
    defer { close(output) }
    while true {
      let count = sendfile(output, input, nil, 1 << 30)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path, errno) }
      if count == 0 { break }
    }
    guard fsync(output) == 0 else { throw Self.failure(path, errno) }
  }

  private static func exists(_ path: String) -> StudioError {
    StudioError(
      .cannotCreate, "\(path) exists already; Easel does not overwrite it.",
      hint: "Choose another name with -o, or move the file away.")
  }

  private static func refusal(_ path: String, _ number: Int32) -> StudioError {
    failure(path, number, hint: "Choose another place with -o. Nothing was sent.")
  }

  private static func failure(
    _ path: String, _ number: Int32,
    hint: String = "The store has the pictures: see `easel history`."
  ) -> StudioError {
    StudioError(
      number == ENOSPC ? .diskFull : number == EIO ? .inputOutput : .cannotCreate,
      "Cannot write to “\(path)”: \(String(cString: strerror(number))).", hint: hint)
  }
}
