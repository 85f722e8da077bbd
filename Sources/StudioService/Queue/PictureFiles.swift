import StudioCore

/// Writes the pictures of an answer to part files of their generation as they are decoded. A file
/// that the disk refuses is given up, and the answer read on: the picture can be made again from
/// the bytes kept.
struct PictureFiles: PictureSink {
  struct Picture: Sendable {
    let number: Int
    let part: PartFile
    /// False where the base64 was damaged or the answer ended within it.
    var isWhole = false
  }

  /// Pictures that the disk refused.
  struct Refusals: Sendable {
    var numbers: Set<Int> = []
    /// What it said first.
    var error: StudioError?

    mutating func note(_ number: Int, _ error: StudioError) {
      numbers.insert(number)
      self.error = self.error ?? error
    }

    static func + (one: Refusals, other: Refusals) -> Refusals {
      Refusals(numbers: one.numbers.union(other.numbers), error: one.error ?? other.error)
    }
  }

  private let job: any OwnedGeneration
  private let firstNumber: Int
  private let isWanted: @Sendable (Int) -> Bool
  /// The one that is being written.
  private var current: Picture?
  private var pictures: [Picture] = []
  private(set) var refusals = Refusals()

  /// - Parameters:
  ///   - count: pictures that the generation has already.
  ///   - isWanted: of the others nothing is written.
  init(
    job: any OwnedGeneration, after count: Int = 0, isWanted: @escaping @Sendable (Int) -> Bool
  ) {
    self.job = job
    self.isWanted = isWanted
    firstNumber = count + 1
  }

  mutating func begin(picture number: Int) {
    keepCurrent()
    let number = firstNumber + number - 1
    guard isWanted(number) else { return }
    do throws(StudioError) {
      current = Picture(number: number, part: try job.openImage(number))
    } catch {
      refusals.note(number, error)
    }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let picture = current else { return }
    do throws(StudioError) {
      try picture.part.append(bytes)
      picture.part.beginSync()
    } catch {
      picture.part.remove()
      refusals.note(picture.number, error)
      current = nil
    }
  }

  mutating func end(isWhole: Bool) {
    guard var picture = current else { return }
    picture.isWhole = isWhole && picture.part.count > 0
    current = picture
    keepCurrent()
  }

  private mutating func keepCurrent() {
    if let current { pictures.append(current) }
    current = nil
  }

  /// The pictures that can be kept.
  var whole: [Picture] { pictures.filter(\.isWhole) }

  /// Pictures of which something came, and not the whole.
  var cut: [Picture] {
    (pictures + [current].compactMap { $0 }).filter { !$0.isWhole && $0.part.count > 0 }
  }
}
