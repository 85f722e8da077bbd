import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// Where the pictures of an answer go while it is being read.
protocol PictureSink {
  /// A picture begins; they are numbered from 1 in the order of the answer. `text` is what came before
  /// it in its JSON document.
  mutating func begin(picture number: Int, after text: [UInt8]) throws
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws
  /// The picture ended. `isWhole` is false where its base64 was damaged.
  mutating func end(isWhole: Bool) throws
}

/// Reads the JSON answer of an images API as a stream: every string member named `b64_json` goes,
/// decoded, to the sink; everything else is kept as a small skeleton in which those strings are
/// empty. Memory does not grow with the pictures.
///
/// Both services answer in this shape: `{"created": …, "data": [{"b64_json": "…"}], "usage": …}`.
/// Ollama's own route sends one document for each step, and a last one with the picture as `image`
/// (`POST /api/generate`, 0.14.3 to 0.32.5).
struct ImagesResponseReader<Sink: PictureSink> {
  /// An answer without its pictures is a few kilobytes; more is not one of ours.
  static var skeletonLimit: Int { 1 << 20 }

  /// More pictures than any service sends in one answer: each takes an open file.
  static var pictureLimit: Int { 64 }

  /// More documents than any answer has steps.
  static var documentLimit: Int { 10_000 }

  struct TooLong: Error {}

  private enum Place {
    case outside
    case string
    case picture
  }

  var sink: Sink
  /// The last document's JSON with every picture as `""`.
  private(set) var skeleton: [UInt8] = []
  private(set) var pictureCount = 0
  /// As the last document that tells of steps has it.
  private(set) var steps: JobProgress.Steps?
  /// True while the last document says that another one follows.
  private(set) var isAwaitingMore = false
  private var documentCount = 0
  private var depth = 0
  private var place = Place.outside
  private var isEscaped = false
  private var unicodeDigits = 0
  private var lastString: [UInt8] = []
  private var key: [UInt8] = []
  private var base64 = Base64Stream()
  private var prefix = DataURIPrefix()
  private var decoded: [UInt8] = []

  init(sink: Sink) { self.sink = sink }

  /// True when the text so far ends outside any string; a whole answer does.
  var isBetweenStrings: Bool { place == .outside }

  mutating func read(_ chunk: UnsafeRawBufferPointer) throws {
    var index = chunk.startIndex
    while index < chunk.endIndex {
      switch place {
      case .picture: index = try readPicture(chunk, from: index)
      case .string:
        try readString(chunk[index])
        index += 1
      case .outside:
        try readOutside(chunk[index])
        index += 1
      }
    }
  }

  private mutating func keep(_ byte: UInt8) throws {
    guard skeleton.count < Self.skeletonLimit else { throw TooLong() }
    skeleton.append(byte)
  }

  private mutating func readOutside(_ byte: UInt8) throws {
    if byte == UInt8(ascii: "{"), depth == 0 { try beginDocument() }
    try keep(byte)
    switch byte {
    case UInt8(ascii: "\""):
      if key == pictureKey || key == nativePictureKey && depth == 1 {
        try beginPicture()
      } else {
        place = .string
        lastString.removeAll(keepingCapacity: true)
      }
    case UInt8(ascii: ":"): key = lastString
    case UInt8(ascii: ","): forgetKey()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      forgetKey()
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      forgetKey()
      depth -= 1
      if depth == 0 { endDocument() }
    default: break
    }
  }

  private mutating func forgetKey() {
    key.removeAll(keepingCapacity: true)
    lastString.removeAll(keepingCapacity: true)
  }

  private mutating func beginDocument() throws {
    documentCount += 1
    guard documentCount <= Self.documentLimit else { throw TooLong() }
    skeleton.removeAll(keepingCapacity: true)
  }

  /// `completed` is missing in the first document, where it would be 0.
  private mutating func endDocument() {
    isAwaitingMore = false
    // What tells of a step is short.
    guard pictureCount == 0, skeleton.count < 4096, let json = try? JSONValue(parsing: skeleton),
      json["done"] == .bool(false)
    else { return }
    isAwaitingMore = true
    guard let total = json["total"]?.int, (1...1_000_000).contains(total) else { return }
    steps = JobProgress.Steps(done: min(max(0, json["completed"]?.int ?? 0), total), total: total)
  }

  private mutating func readString(_ byte: UInt8) throws {
    try keep(byte)
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      place = .outside
      return
    }
    if lastString.count < 64 { lastString.append(byte) }
  }

  private mutating func beginPicture() throws {
    guard pictureCount < Self.pictureLimit else { throw TooLong() }
    place = .picture
    pictureCount += 1
    base64 = Base64Stream()
    prefix = DataURIPrefix()
    try sink.begin(picture: pictureCount, after: skeleton)
  }

  /// Reads until the string ends or an escape begins, as one run.
  private mutating func readPicture(_ chunk: UnsafeRawBufferPointer, from start: Int) throws -> Int
  {
    if isEscaped || unicodeDigits > 0 {
      try readEscape(chunk[start])
      return start + 1
    }
    let end = Self.endOfRun(chunk, from: start)
    try decode(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
    guard end < chunk.endIndex else { return end }
    if chunk[end] == UInt8(ascii: "\\") {
      isEscaped = true
    } else {
      try endPicture()
    }
    return end + 1
  }

  /// The place of the next quote or backslash.
  private static func endOfRun(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
    let rest = UnsafeRawBufferPointer(rebasing: chunk[start...])
    let quote = find(UInt8(ascii: "\""), in: rest) ?? rest.count
    let run = UnsafeRawBufferPointer(rebasing: rest[..<quote])
    return start + (find(UInt8(ascii: "\\"), in: run) ?? quote)
  }

  private static func find(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - base
  }

  /// Within base64 only `\/` carries data; `\n`, `\r`, `\t` are white space. Alphabet characters
  /// written as `\uXXXX` are not met in practice and count as damage.
  private mutating func readEscape(_ byte: UInt8) throws {
    if unicodeDigits > 0 {
      unicodeDigits -= 1
      return
    }
    isEscaped = false
    switch byte {
    case UInt8(ascii: "/"): try withUnsafeBytes(of: byte) { try decode($0) }
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): break
    case UInt8(ascii: "u"):
      unicodeDigits = 4
      try withUnsafeBytes(of: UInt8(ascii: "!")) { try decode($0) }
    default: try withUnsafeBytes(of: UInt8(ascii: "!")) { try decode($0) }
    }
  }

  private mutating func decode(_ run: UnsafeRawBufferPointer) throws {
    let (held, rest) = prefix.skip(in: run)
    if !held.isEmpty { held.withUnsafeBytes { base64.decode($0, into: &decoded) } }
    guard !rest.isEmpty else { return }
    base64.decode(rest, into: &decoded)
    try flush()
  }

  private mutating func flush() throws {
    guard !decoded.isEmpty else { return }
    try decoded.withUnsafeBytes { try sink.append($0) }
    decoded.removeAll(keepingCapacity: true)
  }

  private mutating func endPicture() throws {
    try keep(UInt8(ascii: "\""))
    place = .outside
    key.removeAll(keepingCapacity: true)
    let held = prefix.held
    if !held.isEmpty { held.withUnsafeBytes { base64.decode($0, into: &decoded) } }
    base64.flush(into: &decoded)
    try flush()
    try sink.end(isWhole: base64.finish() && !prefix.isOpen)
  }
}

private let pictureKey = Array("b64_json".utf8)
private let nativePictureKey = Array("image".utf8)

/// Skips the `data:image/png;base64,` that some servers put before the text.
private struct DataURIPrefix {
  private enum State: Equatable {
    /// So many characters of `data:` have come.
    case start(Int)
    case inside, past
  }

  private static let mark = Array("data:".utf8)
  private var state = State.start(0)

  /// What of the run is base64, and what had been held back before it and is base64 after all.
  mutating func skip(
    in run: UnsafeRawBufferPointer
  ) -> (held: ArraySlice<UInt8>, rest: UnsafeRawBufferPointer) {
    var rest = run
    if case .start(let held) = state {
      // No base64 of a picture starts so: `data` would need the colon, which is not in the alphabet.
      let wanted = Self.mark[held...]
      let common = zip(rest, wanted).prefix { $0 == $1 }.count
      guard common == min(rest.count, wanted.count) else {
        state = .past
        return (Self.mark[..<held], rest)
      }
      state = held + common == Self.mark.count ? .inside : .start(held + common)
      rest = UnsafeRawBufferPointer(rebasing: rest[common...])
    }
    if state == .inside {
      let comma = rest.firstIndex(of: UInt8(ascii: ","))
      if comma != nil { state = .past }
      rest = UnsafeRawBufferPointer(rebasing: rest[(comma.map { $0 + 1 } ?? rest.endIndex)...])
    }
    return ([], rest)
  }

  /// The text ended before the comma that the picture follows.
  var isOpen: Bool { state == .inside }

  /// What was held back when the text ended.
  var held: ArraySlice<UInt8> {
    if case .start(let held) = state { Self.mark[..<held] } else { [] }
  }
}
