import StudioCore

/// The pictures of a stream of events: `image_generation.partial_image` brings partial ones, which
/// are not kept, `image_generation.completed` a picture; an error comes as an event too (Azure
/// 2025-04-01-preview). `[DONE]` may stand at the end.
struct EventAnswer: EventSink {
  /// An event that has ended.
  struct Ended: Sendable {
    /// The place in the stream after it.
    var offset: Int
    /// What it completed.
    var pictures: [PictureFiles.Picture]
    /// What there is to see meanwhile; its file is the receiver's from now on.
    var partial: PictureFiles.Picture?
  }

  /// More partial pictures than any service sends; of the rest nothing is written.
  private static let partialLimit = 64

  private let job: any OwnedGeneration
  private let isWanted: AnswerReader.Wanted
  private let partials: PictureFiles.Partials
  private var partialCount = 0
  private var reader: ImagesResponseReader<PictureFiles>?
  private var ended: [Ended] = []
  /// Pictures completed so far: the next one's number comes after it.
  private(set) var completedCount = 0
  private(set) var damagedCount = 0
  /// Of those, the pictures that are no previews.
  private(set) var cut: [PictureFiles.Picture] = []
  private(set) var refusals = PictureFiles.Refusals()
  /// True where the stream ended within an event.
  var isCut: Bool { isPictureCut || isPartialCut }
  private var isPictureCut = false
  /// Only while nothing came after it: a partial picture that is damaged is no more than that.
  private var isPartialCut = false
  /// True once some of a picture came, be it a preview's.
  private(set) var hasBegun = false
  private var completions: [JSONValue] = []
  private var failure: JSONValue?

  init(
    job: any OwnedGeneration, partials: PictureFiles.Partials,
    isWanted: @escaping AnswerReader.Wanted
  ) {
    self.job = job
    self.isWanted = isWanted
    self.partials = partials
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer, of name: [UInt8]) throws {
    if reader == nil {
      let partials = partialCount < Self.partialLimit ? partials : .dropped
      reader = ImagesResponseReader(
        sink: PictureFiles(job: job, after: completedCount, partials: partials, isWanted: isWanted)
        { Self.kind(name, $0).contains("partial") })
    }
    try reader?.read(bytes)
  }

  /// The type in the event's data, of which `text` is the beginning without pictures; else the event's
  /// name, which some gateways drop.
  private static func kind(_ name: [UInt8], _ text: [UInt8]) -> String {
    type(in: text) ?? String(decoding: name, as: UTF8.self)
  }

  /// Far more than comes beside a picture.
  private static let headLength = 4 << 10

  /// `text` may end anywhere: within a picture, or within a member, of which those before count.
  private static func type(in text: [UInt8]) -> String? {
    let head = text.prefix(headLength)
    if let json = json(head, closedBy: "\"}") ?? json(head, closedBy: "}") {
      return json["type"]?.text
    }
    for comma in head.indices.reversed() where head[comma] == UInt8(ascii: ",") {
      if let json = json(head[..<comma], closedBy: "}") { return json["type"]?.text }
    }
    return nil
  }

  private static func json(_ text: ArraySlice<UInt8>, closedBy end: String) -> JSONValue? {
    try? JSONValue(parsing: text + Array(end.utf8))
  }

  mutating func end(of name: [UInt8], at offset: Int) throws {
    defer { reader = nil }
    var event = Ended(offset: offset, pictures: [])
    if let reader {
      hasBegun = hasBegun || reader.pictureCount > 0
      take(reader, name, into: &event)
    }
    ended.append(event)
  }

  private mutating func take(
    _ reader: ImagesResponseReader<PictureFiles>, _ name: [UInt8], into event: inout Ended
  ) {
    guard let json = try? JSONValue(parsing: reader.skeleton), json.object != nil else {
      return takeCut(reader, name, into: &event)
    }
    isPartialCut = false
    let kind = json["type"]?.text ?? String(decoding: name, as: UTF8.self)
    if kind == "error" || json["error"].map({ $0 != .null }) == true {
      failure = json["error"] == nil ? ["error": json] : json
    } else if kind.contains("partial") {
      takePartial(reader.sink, into: &event)
    } else if reader.pictureCount > 0 || json["url"] != nil {
      event.pictures = reader.sink.whole
      completions.append(json)
      count(reader)
    }
  }

  private mutating func takePartial(_ files: PictureFiles, into event: inout Ended) {
    guard let partial = files.partial else { return files.discard() }
    partialCount += 1
    event.partial = partial
  }

  /// What is no JSON, mostly because the stream broke off within it: a picture may be whole before
  /// that place.
  private mutating func takeCut(
    _ reader: ImagesResponseReader<PictureFiles>, _ name: [UInt8], into event: inout Ended
  ) {
    guard reader.pictureCount > 0 else { return }
    let kind = Self.kind(name, reader.skeleton)
    guard !kind.contains("partial") else {
      isPartialCut = true
      return reader.sink.discard()
    }
    isPictureCut = true
    guard kind.hasSuffix("completed") else {
      damagedCount += 1
      return
    }
    event.pictures = reader.sink.whole
    count(reader)
  }

  private mutating func count(_ reader: ImagesResponseReader<PictureFiles>) {
    completedCount += reader.pictureCount
    damagedCount += reader.sink.cut.count
    cut += reader.sink.cut
    refusals = refusals + reader.sink.refusals
  }

  /// The events that have ended since the last time.
  mutating func takeEnded() -> [Ended] {
    defer { ended = [] }
    return ended
  }

  /// What the stream said besides pictures; nil where it said nothing that ends it.
  var skeleton: AnswerSkeleton? {
    if let failure { return try? AnswerSkeleton(failure) }
    guard !completions.isEmpty else { return nil }
    var whole: JSONObject = ["data": .array(completions)]
    if let usage { whole["usage"] = .object(usage) }
    return try? AnswerSkeleton(.object(whole))
  }

  /// Every completed picture tells its own.
  private var usage: JSONObject? {
    let all = completions.compactMap { $0["usage"] }
    guard !all.isEmpty else { return nil }
    func sum(_ value: (JSONValue) -> JSONValue?) -> JSONValue {
      let limit = AnswerSkeleton.tokenLimit
      let tokens = all.compactMap { AnswerSkeleton.tokens(value($0)) }
      return .number(tokens.reduce(0) { min($0 + $1, limit) })
    }
    return [
      "input_tokens": sum { $0["input_tokens"] }, "output_tokens": sum { $0["output_tokens"] },
      "total_tokens": sum { $0["total_tokens"] },
      "input_tokens_details": [
        "image_tokens": sum { $0["input_tokens_details"]?["image_tokens"] }
      ],
    ]
  }
}
