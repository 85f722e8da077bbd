import StudioCore

/// Reads one answer, from the network or from `response.part`, into pictures of its generation.
struct AnswerReader {
  private let job: any OwnedGeneration
  /// One of the two, once the form is known.
  private var json: ImagesResponseReader<PictureFiles>?
  private var events: EventStreamReader<EventAnswer>?
  private(set) var byteCount = 0

  /// `isEventStream` is nil for bytes of which nobody says what they are: their first one tells.
  init(job: any OwnedGeneration, isEventStream: Bool?) {
    self.job = job
    if let isEventStream { begin(isEventStream) }
  }

  private mutating func begin(_ isEventStream: Bool) {
    if isEventStream {
      events = EventStreamReader(sink: EventAnswer(job: job))
    } else {
      json = ImagesResponseReader(sink: PictureFiles(job: job))
    }
  }

  /// Throws `bad-answer` where this cannot be the answer of an images API, and errors of the disk.
  mutating func read(_ chunk: UnsafeRawBufferPointer) throws {
    if byteCount == 0, json == nil, events == nil, let first = chunk.first {
      begin(!"{[ \t\r\n".utf8.contains(first))
    }
    byteCount += chunk.count
    do {
      try json?.read(chunk)
      try events?.read(chunk)
    } catch is ImagesResponseReader<PictureFiles>.TooLong {
      throw StudioError(
        .badAnswer, "The service's answer is not that of an images API: it does not end.",
        hint: "What arrived is kept in the generation's folder, as response.part.",
        mayHaveBeenBilled: true)
    }
  }

  /// The place up to which a stream of events holds no event that is begun and not ended.
  var settledOffset: Int { events?.settledOffset ?? 0 }

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
    return AnswerContents(
      pictures: reader.sink.whole, begun: reader.pictureCount,
      damagedCount: reader.sink.damagedCount,
      skeleton: reader.isBetweenStrings ? try? AnswerSkeleton(parsing: reader.skeleton) : nil,
      text: reader.skeleton, byteCount: byteCount)
  }

  private mutating func contents(of events: EventStreamReader<EventAnswer>) -> AnswerContents {
    let answer = events.sink
    let skeleton = events.isBetweenEvents ? answer.skeleton : nil
    let isDamaged = answer.isWithinPicture && !events.isBetweenEvents
    return AnswerContents(
      pictures: takeEvents().flatMap(\.pictures),
      begun: max(answer.completedCount, answer.hasBegun || answer.isWithinPicture ? 1 : 0),
      damagedCount: answer.damagedCount + (isDamaged ? 1 : 0), skeleton: skeleton,
      text: skeleton.map { Array($0.json.json.utf8) } ?? [], byteCount: byteCount,
      isEventStream: true)
  }
}

/// An answer that has been read as far as it came.
struct AnswerContents: Sendable {
  /// Those that arrived whole.
  var pictures: [PictureFiles.Picture] = []
  /// Numbers up to this one are taken.
  var begun = 0
  /// Pictures of which something came, and not the whole.
  var damagedCount = 0
  /// nil when the JSON is not whole or not JSON.
  var skeleton: AnswerSkeleton?
  /// The answer without its pictures.
  var text: [UInt8] = []
  var byteCount: Int
  var isEventStream = false
  /// From the request's first byte to the answer's last; nil for one that is read again.
  var serviceTime: Duration?

  var isEmpty: Bool { byteCount == 0 }

  /// Begun pictures, links to some, or a whole answer in a shape that is not known yet.
  var mayHoldPictures: Bool { begun > 0 || skeleton != nil }
}
