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
  private let firstNumber: Int
  private let isDiscarding: Bool
  private(set) var pictures: [Picture] = []

  /// - Parameters:
  ///   - count: pictures that the generation has already.
  ///   - isDiscarding: nothing is written.
  init(job: any OwnedGeneration, after count: Int = 0, isDiscarding: Bool = false) {
    self.job = job
    self.isDiscarding = isDiscarding
    firstNumber = count + 1
  }

  mutating func begin(picture number: Int) throws {
    guard !isDiscarding else { return }
    let number = firstNumber + number - 1
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
