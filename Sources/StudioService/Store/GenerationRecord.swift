import FoundationEssentials
import Glibc
import StudioCore

/// `generation.json`: a generation as text, and what a newer program wrote beside it.
struct GenerationRecord: Sendable {
  static let fileName = "generation.json"
  /// Far above any real record: a file that is larger is not one.
  private static let longest = 16 << 20

  var generation: Generation
  /// Members at the top that this version does not know; they survive a rewrite.
  var unknown: [String: JSONValue]

  init(_ generation: Generation, unknown: [String: JSONValue] = [:]) {
    self.generation = generation
    self.unknown = unknown
  }

  /// The members that `Generation` itself writes.
  static let knownMembers: Set = [
    "version", "id", "request", "state", "sent", "refused", "resend", "answer", "images", "usage",
    "cost", "warnings", "error", "createdAt", "sentAt", "finishedAt", "worker", "callerWaits",
    "isFavourite",
    "tags",
  ]
}

extension GenerationRecord {
  /// Reads the record of the generation in `folder`.
  ///
  /// Throws `not-found` when there is none, `input-output` when it cannot be read or is damaged.
  static func read(_ id: GenerationID, in folder: String) throws(StudioError) -> Generation {
    let path = "\(folder)/\(fileName)"
    let data = try bytes(of: path, id)
    do {
      var generation = try makeDecoder().decode(Generation.self, from: data)
      guard generation.id == id else { throw damaged(path) }
      generation.folder = folder
      return generation
    } catch {
      throw damaged(path)
    }
  }

  /// Reads only what this version does not know.
  static func readUnknown(
    _ id: GenerationID, in folder: String
  ) throws(StudioError) -> [String: JSONValue] {
    let path = "\(folder)/\(fileName)"
    let data = try bytes(of: path, id)
    do { return try unknownMembers(in: data) } catch { throw damaged(path) }
  }

  static func unknownMembers(in data: Data) throws -> [String: JSONValue] {
    try JSONDecoder().decode([String: JSONValue].self, from: data)
      .filter { !knownMembers.contains($0.key) }
  }

  /// True for a record that this program cannot read because a newer one wrote it.
  static func isNewer(_ path: String) -> Bool {
    struct Format: Decodable { let version: Int }
    guard let file = try? OpenFile(path, O_RDONLY | O_NONBLOCK),
      let data = try? file.read(limit: longest),
      let format = try? JSONDecoder().decode(Format.self, from: data)
    else { return false }
    return format.version > Generation.formatVersion
  }

  /// Writes the record into `folder`; durable when it returns.
  ///
  /// Without `isLasting` only the content is: a power cut may leave the record before this one.
  func write(in folder: String, isLasting: Bool = true) throws(StudioError) {
    let path = "\(folder)/\(Self.fileName)"
    try AtomicFile.write(try bytes(for: path), to: path, isLasting: isLasting)
  }

  /// Writes the record into a folder that nobody else sees yet. Not durable.
  func fill(_ folder: String) throws(StudioError) -> OpenFile {
    let path = "\(folder)/\(Self.fileName)"
    let bytes = try bytes(for: path)
    let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
    try file.write(bytes)
    return file
  }

  private func bytes(for path: String) throws(StudioError) -> Data {
    do { return try encoded() } catch {
      throw StudioError(.inputOutput, "Cannot encode \(StudioError.printable(path)).")
    }
  }

  /// The record's text.
  func encoded() throws -> Data {
    let own = try Self.makeEncoder().encode(generation)
    guard !unknown.isEmpty else { return own + [UInt8(ascii: "\n")] }
    let members = try JSONDecoder().decode([String: JSONValue].self, from: own)
    return try Self.makeEncoder().encode(members.merging(unknown) { own, _ in own })
      + [UInt8(ascii: "\n")]
  }

  private static func bytes(of path: String, _ id: GenerationID) throws(StudioError) -> Data {
    // Without O_NONBLOCK a pipe in the record's place would be waited for.
    let flags = O_RDONLY | O_NONBLOCK
    guard let file = try OpenFile.opened(path, flags, unless: [ENOENT, ENOTDIR]) else {
      throw StudioError(
        .notFound, "There is no generation \(id) in this store.",
        hint: "easel history lists those that are there.")
    }
    return try file.read(limit: longest)
  }

  private static func damaged(_ path: String) -> StudioError {
    StudioError(
      .inputOutput, "The record \(StudioError.printable(path)) is damaged or too new to be read.",
      hint: "Use the newest version of easel, or restore the file from a backup.")
  }
}

// Dates are ISO 8601 in UTC, with milliseconds where there are any.
extension GenerationRecord {
  static func makeEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var value = encoder.singleValueContainer()
      try value.encode(text(of: date))
    }
    return encoder
  }

  static func makeDecoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let value = try decoder.singleValueContainer()
      let text = try value.decode(String.self)
      let hasFraction = text.utf8.contains(UInt8(ascii: "."))
      return try Date(
        text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction))
    }
    return decoder
  }

  private static func text(of date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    let isWhole = milliseconds.truncatingRemainder(dividingBy: 1000) == 0
    // The style cuts, so that a millisecond must not be met from below.
    return Date(timeIntervalSince1970: (milliseconds + 0.4) / 1000)
      .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: !isWhole))
  }
}
