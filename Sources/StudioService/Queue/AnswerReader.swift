import Pictures
import StudioCore

/// Reads one answer, from the network or from `response.part`, into pictures of its generation.
struct AnswerReader {
  private let job: any OwnedGeneration
  private var reader: ImagesResponseReader<PictureFiles>
  private(set) var byteCount = 0

  init(job: any OwnedGeneration) {
    self.job = job
    reader = ImagesResponseReader(sink: PictureFiles(job: job))
  }

  mutating func read(_ chunk: UnsafeRawBufferPointer) throws {
    byteCount += chunk.count
    try reader.read(chunk)
  }

  /// What the bytes read so far amount to.
  func contents() -> AnswerContents {
    let skeleton = reader.isBetweenStrings ? try? AnswerSkeleton.parse(reader.skeleton) : nil
    return AnswerContents(
      pictures: reader.sink.whole, picturesBegun: reader.pictureCount, skeleton: skeleton,
      isEmpty: byteCount == 0)
  }
}

/// An answer that has been read as far as it came.
struct AnswerContents: Sendable {
  var pictures: [PictureFiles.Picture]
  var picturesBegun: Int
  /// nil when the JSON is not whole or not JSON.
  var skeleton: AnswerSkeleton?
  var isEmpty: Bool
}
