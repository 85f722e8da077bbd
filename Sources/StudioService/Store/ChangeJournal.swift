import FoundationEssentials
import Glibc
import StudioCore

/// `journal`: one line for each change of the store, appended by every process that changes it.
///
/// It lets the others, and the index, learn of a change without looking through the folders. It is
/// a hint and never the truth: it may be deleted, and then everything is looked through again.
///
///     easel-journal 1 9f86d081884c7d65    a name of its own, so that another file is never mistaken
///     c 20261121T091500Z-7f3a9c1e         is about to be made, was made, or its record changed
///     x 20261121T091500Z-7f3a9c1e         its owner is asked to stop it
///
/// **Why nothing is lost.** A generation is announced before its folder is made, and once more when
/// it stands; the lines are durable before anything comes of it: before its request leaves. A reader
/// that finds an announced generation missing remembers it and looks again at its next start; so it
/// does with every generation that is not finished. Hence a process that ends between the change and
/// its line, or a power cut, hides nothing.
struct ChangeJournal: Sendable {
  /// What is known of a journal once read: whose lines, and how far.
  struct Position: Equatable, Sendable {
    /// The first line; empty while there is no journal.
    var name = ""
    var offset = 0
  }

  struct News: Equatable, Sendable {
    /// In the order written, each once.
    var changes: [StoreChange]
    var position: Position
  }

  static let lineLength = 28
  private static let nameLength = 33

  let path: String

  /// Makes the journal unless there is one; a file that is none gives way.
  func prepare() throws(StudioError) {
    guard open() == nil else { return }
    unlink(path)
    let mark = String(UInt64.random(in: .min ... .max), radix: 16)
    let padding = String(repeating: "0", count: 16 - mark.count)
    try AtomicFile.create(Data("easel-journal 1 \(padding)\(mark)\n".utf8), at: path)
  }

  /// The line outlives this process when this returns, and not yet a power cut.
  func append(_ change: StoreChange) throws(StudioError) {
    guard let line = Self.line(change) else { return }
    // Opened anew each time: a journal that was replaced gets the line, not its predecessor.
    try OpenFile(path, O_WRONLY | O_APPEND).write(line)
  }

  /// Appends as well, to a journal that is made if need be, and answers the file, which takes more
  /// lines; syncing it makes them durable.
  func appending(_ change: StoreChange) throws(StudioError) -> OpenFile {
    try prepare()
    let file = try OpenFile(path, O_WRONLY | O_APPEND)
    try append(change, to: file)
    return file
  }

  func append(_ change: StoreChange, to file: OpenFile) throws(StudioError) {
    if let line = Self.line(change) { try file.write(line) }
  }

  private static func line(_ change: StoreChange) -> Data? {
    switch change {
    case .changed(let id): Data("c \(id)\n".utf8)
    case .cancelRequested(let id): Data("x \(id)\n".utf8)
    case .everything: nil
    }
  }

  /// The place after the last line.
  func end() -> Position {
    guard let (file, name) = open(), let size = try? file.size() else { return Position() }
    return Position(name: name, offset: size)
  }

  /// What came after `position`; nil when that cannot be told: the journal is another one, was cut,
  /// or holds a line that is none.
  func news(since position: Position) -> News? {
    guard let (file, name) = open() else {
      return position.name.isEmpty ? News(changes: [], position: position) : nil
    }
    guard name == position.name, let size = try? file.size(), size >= position.offset else {
      return nil
    }
    guard size > position.offset else { return News(changes: [], position: position) }
    guard let bytes = try? file.read(from: position.offset, limit: size - position.offset) else {
      return nil
    }
    return Self.parse(bytes, from: position)
  }

  /// nil where there is no journal, or a file that is none.
  private func open() -> (file: OpenFile, name: String)? {
    guard let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK) else { return nil }
    let name = Self.name(of: file)
    return name.isEmpty ? nil : (file, name)
  }

  private static func name(of file: OpenFile) -> String {
    let bytes = (try? file.read(limit: nameLength)) ?? Data()
    guard bytes.count == nameLength, bytes.last == UInt8(ascii: "\n"),
      bytes.starts(with: "easel-journal 1 ".utf8)
    else { return "" }
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  /// A last line without its end is left for the next time.
  private static func parse(_ bytes: Data, from position: Position) -> News? {
    var changes: [StoreChange] = []
    var seen: Set<StoreChange> = []
    var length = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    {
      guard let change = change(in: line) else { return nil }
      if seen.insert(change).inserted { changes.append(change) }
      length += line.count + 1
    }
    let end = Position(name: position.name, offset: position.offset + length)
    return News(changes: changes, position: end)
  }

  private static func change(in line: Data) -> StoreChange? {
    guard line.count == lineLength - 1, line.dropFirst().first == UInt8(ascii: " "),
      let id = GenerationID(rawValue: String(decoding: line.dropFirst(2), as: UTF8.self))
    else { return nil }
    switch line.first {
    case UInt8(ascii: "c"): return .changed(id)
    case UInt8(ascii: "x"): return .cancelRequested(id)
    default: return nil
    }
  }

  /// A little before `end`: where a first look through the folders starts to follow the journal, so
  /// that a generation announced just now and not yet made is not missed.
  func positionBeforeScan() -> Position {
    let end = end()
    var earlier = end
    let lines = max(0, end.offset - Self.nameLength) / Self.lineLength
    earlier.offset -= min(lines, 64) * Self.lineLength
    return news(since: earlier) == nil ? end : earlier
  }
}
