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
    /// True for one that is shown until the picture is there, and not kept.
    var isPartial = false
  }

  /// What becomes of partial pictures.
  enum Partials: Sendable {
    /// They are written to files of their own.
    case shown
    case dropped
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
  private let partials: Partials
  private let isPartial: @Sendable ([UInt8]) -> Bool
  /// The one that is being written.
  private var current: Picture?
  private var pictures: [Picture] = []
  private(set) var refusals = Refusals()

  /// - Parameters:
  ///   - count: pictures that the generation has already.
  ///   - isWanted: of the others nothing is written.
  ///   - isPartial: by the text before a picture.
  init(
    job: any OwnedGeneration, after count: Int = 0, partials: Partials = .dropped,
    isWanted: @escaping @Sendable (Int) -> Bool,
    isPartial: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
  ) {
    self.job = job
    self.isWanted = isWanted
    self.partials = partials
    self.isPartial = isPartial
    firstNumber = count + 1
  }

  mutating func begin(picture number: Int, after text: [UInt8]) {
    keepCurrent()
    let number = firstNumber + number - 1
    if isPartial(text) { return beginPartial(number) }
    guard isWanted(number) else { return }
    do throws(StudioError) {
      current = Picture(number: number, part: try job.openImage(number))
    } catch {
      refusals.note(number, error)
    }
  }

  /// One for which the disk has no room is done without.
  private mutating func beginPartial(_ number: Int) {
    guard partials == .shown else { return }
    current = (try? job.openPartial()).map { Picture(number: number, part: $0, isPartial: true) }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let picture = current else { return }
    do throws(StudioError) {
      try picture.part.append(bytes)
      picture.part.beginSync()
    } catch {
      picture.part.remove()
      if !picture.isPartial { refusals.note(picture.number, error) }
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
  var whole: [Picture] { pictures.filter { $0.isWhole && !$0.isPartial } }

  /// The partial picture that came, if it is whole.
  var partial: Picture? { pictures.last { $0.isWhole && $0.isPartial } }

  /// Pictures of which something came, and not the whole.
  var cut: [Picture] {
    (pictures + [current].compactMap { $0 }).filter {
      !$0.isWhole && !$0.isPartial && $0.part.count > 0
    }
  }

  /// Takes the files away: what was read is no picture of the generation.
  func discard() {
    for picture in pictures + [current].compactMap({ $0 }) { picture.part.remove() }
  }
}
