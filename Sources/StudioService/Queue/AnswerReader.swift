import StudioCore

/// Reads one answer, from the network or from `response.part`, into pictures of its generation.
struct AnswerReader {
  typealias Wanted = @Sendable (Int) -> Bool

  /// White space before the first byte that tells the form; more is no answer.
  private static let leadingLimit = 4 << 10

  private let job: any OwnedGeneration
  private let isWanted: Wanted
  private let partials: PictureFiles.Partials
  private let isSaidToBeEvents: Bool?
  private var leading: [UInt8] = []
  /// One of the two, once the form is known.
  private var json: ImagesResponseReader<PictureFiles>?
  private var events: EventStreamReader<EventAnswer>?
  private(set) var byteCount = 0

  /// - Parameters:
  ///   - isEventStream: what the answer's header says; nil for bytes of which nobody says what they
  ///     are. The first byte counts more: gateways label JSON as a stream.
  ///   - isWanted: numbers of the pictures that are written.
  init(
    job: any OwnedGeneration, isEventStream: Bool?, partials: PictureFiles.Partials = .dropped,
    isWanted: @escaping Wanted = { _ in true }
  ) {
    self.job = job
    self.isWanted = isWanted
    self.partials = partials
    isSaidToBeEvents = isEventStream
  }

  /// Throws `bad-answer` where this cannot be the answer of an images API.
  mutating func read(_ chunk: UnsafeRawBufferPointer) throws {
    byteCount += chunk.count
    do {
      if json == nil, events == nil { try begin(with: chunk) } else { try pass(chunk) }
    } catch is ImagesResponseReader<PictureFiles>.TooLong {
      throw StudioError(
        .badAnswer, "The service's answer is not that of an images API: it does not end.",
        mayHaveBeenBilled: true)
    }
  }

  private mutating func begin(with chunk: UnsafeRawBufferPointer) throws {
    let first = chunk.first { !" \t\r\n".utf8.contains($0) }
    guard let first else {
      leading += chunk.prefix(Self.leadingLimit - leading.count)
      return
    }
    if isEventStream(first) {
      events = EventStreamReader(
        sink: EventAnswer(job: job, partials: partials, isWanted: isWanted))
    } else {
      json = ImagesResponseReader(sink: PictureFiles(job: job, isWanted: isWanted))
    }
    try leading.withUnsafeBytes { try pass($0) }
    try pass(chunk)
  }

  private func isEventStream(_ first: UInt8) -> Bool {
    if first == UInt8(ascii: "{") { return false }
    return isSaidToBeEvents ?? (first != UInt8(ascii: "["))
  }

  private mutating func pass(_ chunk: UnsafeRawBufferPointer) throws {
    try json?.read(chunk)
    try events?.read(chunk)
  }

  /// No more comes: a stream's last event counts although the empty line after it is missing.
  mutating func finish() { try? events?.finish() }

  /// The place up to which a stream of events holds no event that is begun and not ended.
  var settledOffset: Int { events?.settledOffset ?? 0 }

  /// How much of the work the service says is done.
  var steps: JobProgress.Steps? { json?.steps }

  /// The events of a stream that have ended since the last time.
  mutating func takeEvents() -> [EventAnswer.Ended] {
    var ended: [EventAnswer.Ended] = []
    events?.change { ended = $0.takeEnded() }
    return ended
  }

  /// What the bytes read so far amount to.
  mutating func contents() -> AnswerContents {
    if let events { return contents(of: events) }
    guard let reader = json else { return AnswerContents(byteCount: byteCount) }
    let isAtEnd = reader.isBetweenStrings && !reader.isAwaitingMore
    return AnswerContents(
      pictures: reader.sink.whole, refusals: reader.sink.refusals, begun: reader.pictureCount,
      damagedCount: reader.sink.cut.count, cut: reader.sink.cut,
      skeleton: isAtEnd ? try? AnswerSkeleton(parsing: reader.skeleton) : nil,
      text: reader.skeleton, byteCount: byteCount, steps: reader.steps)
  }

  private mutating func contents(of events: EventStreamReader<EventAnswer>) -> AnswerContents {
    let answer = events.sink
    let skeleton = events.isBetweenEvents && !answer.isCut ? answer.skeleton : nil
    return AnswerContents(
      pictures: takeEvents().flatMap(\.pictures), refusals: answer.refusals,
      begun: max(answer.completedCount, answer.hasBegun ? 1 : 0),
      damagedCount: answer.damagedCount, cut: answer.cut, skeleton: skeleton,
      text: skeleton.map { Array($0.json.json.utf8) } ?? [], byteCount: byteCount,
      isEventStream: true)
  }
}

/// An answer that has been read as far as it came.
struct AnswerContents: Sendable {
  /// Those that arrived whole.
  var pictures: [PictureFiles.Picture] = []
  /// Pictures that came, and that the disk refused.
  var refusals = PictureFiles.Refusals()
  /// Numbers up to this one are taken.
  var begun = 0
  /// Pictures of which something came, and not the whole.
  var damagedCount = 0
  /// Those of them that are no previews.
  var cut: [PictureFiles.Picture] = []
  /// nil when the JSON is not whole or not JSON.
  var skeleton: AnswerSkeleton?
  /// The answer without its pictures.
  var text: [UInt8] = []
  var byteCount: Int
  var isEventStream = false
  /// The last that it told of.
  var steps: JobProgress.Steps?
  /// From the request's first byte to the answer's last; nil for one that is read again.
  var serviceTime: Duration?

  var isEmpty: Bool { byteCount == 0 }
}
