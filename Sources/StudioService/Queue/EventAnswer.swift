import StudioCore

/// The pictures of a stream of events: `image_generation.partial_image` brings previews, which are
/// not kept, `image_generation.completed` a picture; an error comes as an event too (Azure
/// 2025-04-01-preview). `[DONE]` may stand at the end.
struct EventAnswer: EventSink {
  /// An event that has ended.
  struct Ended: Sendable {
    /// The place in the stream after it.
    var offset: Int
    /// What it completed.
    var pictures: [PictureFiles.Picture]
  }

  private let job: any OwnedGeneration
  private let isWanted: AnswerReader.Wanted
  private var reader: ImagesResponseReader<PictureFiles>?
  private var ended: [Ended] = []
  /// Pictures completed so far: the next one's number comes after it.
  private(set) var completedCount = 0
  private(set) var damagedCount = 0
  /// Of those, the pictures that are no previews.
  private(set) var cut: [PictureFiles.Picture] = []
  private(set) var refusals = PictureFiles.Refusals()
  /// True where the stream ended within an event.
  private(set) var isCut = false
  /// True once some of a picture came, be it a preview's.
  private(set) var hasBegun = false
  private var completions: [JSONValue] = []
  private var failure: JSONValue?

  init(job: any OwnedGeneration, isWanted: @escaping AnswerReader.Wanted) {
    self.job = job
    self.isWanted = isWanted
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer, of name: [UInt8]) throws {
    if reader == nil {
      let isPreview = name.elementsEqual("image_generation.partial_image".utf8)
      let isWanted = isWanted
      reader = ImagesResponseReader(
        sink: PictureFiles(job: job, after: completedCount) { !isPreview && isWanted($0) })
    }
    try reader?.read(bytes)
  }

  mutating func end(of name: [UInt8], at offset: Int) throws {
    defer { reader = nil }
    var event = Ended(offset: offset, pictures: [])
    if let reader {
      hasBegun = hasBegun || reader.pictureCount > 0
      take(reader, String(decoding: name, as: UTF8.self), into: &event)
    }
    ended.append(event)
  }

  private mutating func take(
    _ reader: ImagesResponseReader<PictureFiles>, _ name: String, into event: inout Ended
  ) {
    guard let json = try? JSONValue(parsing: reader.skeleton), json.object != nil else {
      return takeCut(reader, name, into: &event)
    }
    let kind = json["type"]?.text ?? name
    if kind == "error" || json["error"].map({ $0 != .null }) == true {
      failure = json["error"] == nil ? ["error": json] : json
    } else if !kind.contains("partial"), reader.pictureCount > 0 || json["url"] != nil {
      event.pictures = reader.sink.whole
      completions.append(json)
      count(reader)
    }
  }

  /// What is no JSON, mostly because the stream broke off within it: a picture may be whole before
  /// that place.
  private mutating func takeCut(
    _ reader: ImagesResponseReader<PictureFiles>, _ name: String, into event: inout Ended
  ) {
    guard reader.pictureCount > 0 else { return }
    isCut = true
    let text = String(decoding: reader.skeleton, as: UTF8.self)
    guard name.hasSuffix("completed") || text.contains("_generation.completed\"") else {
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
