import StudioCore

/// Reads one answer, from the network or from `response.part`, into pictures of its generation.
struct AnswerReader {
  private var reader: ImagesResponseReader<PictureFiles>
  private(set) var byteCount = 0

  init(job: any OwnedGeneration) {
    reader = ImagesResponseReader(sink: PictureFiles(job: job))
  }

  /// Throws `bad-answer` where this cannot be the answer of an images API, and errors of the disk.
  mutating func read(_ chunk: UnsafeRawBufferPointer) throws {
    byteCount += chunk.count
    do {
      try reader.read(chunk)
    } catch is ImagesResponseReader<PictureFiles>.TooLong {
      throw StudioError(
        .badAnswer, "The service's answer is not that of an images API: it does not end.",
        hint: "What arrived is kept in the generation's folder, as response.part.",
        mayHaveBeenBilled: true)
    }
  }

  /// What the bytes read so far amount to.
  func contents() -> AnswerContents {
    AnswerContents(
      pictures: reader.sink.whole, begun: reader.pictureCount,
      damagedCount: reader.sink.damagedCount,
      skeleton: reader.isBetweenStrings ? try? AnswerSkeleton(parsing: reader.skeleton) : nil,
      text: reader.skeleton, isEmpty: byteCount == 0)
  }
}

/// An answer that has been read as far as it came.
struct AnswerContents: Sendable {
  /// Those that arrived whole.
  var pictures: [PictureFiles.Picture]
  /// Numbers up to this one are taken.
  var begun: Int
  /// Pictures of which something came, and not the whole.
  var damagedCount: Int
  /// nil when the JSON is not whole or not JSON.
  var skeleton: AnswerSkeleton?
  /// The answer without its pictures.
  var text: [UInt8]
  var isEmpty: Bool

  /// Begun pictures, links to some, or a whole answer in a shape that is not known yet.
  var mayHoldPictures: Bool { begun > 0 || skeleton != nil }
}
