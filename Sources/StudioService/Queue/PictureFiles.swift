import StudioCore

/// Writes the pictures of an answer to part files of their generation as they are decoded.
struct PictureFiles: PictureSink {
  struct Picture: Sendable {
    let number: Int
    let part: PartFile
    /// False where the base64 was damaged or the answer ended within it.
    var isWhole = false
  }

  private let job: any OwnedGeneration
  private(set) var pictures: [Picture] = []

  init(job: any OwnedGeneration) { self.job = job }

  mutating func begin(picture number: Int) throws {
    pictures.append(Picture(number: number, part: try job.openImage(number)))
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
    try pictures.last?.part.append(bytes)
  }

  mutating func end(isWhole: Bool) throws {
    guard let last = pictures.indices.last else { return }
    pictures[last].isWhole = isWhole && pictures[last].part.count > 0
  }

  /// The pictures that can be kept.
  var whole: [Picture] { pictures.filter(\.isWhole) }

  /// Pictures of which something came, and not the whole.
  var damagedCount: Int { pictures.count { !$0.isWhole && $0.part.count > 0 } }
}
