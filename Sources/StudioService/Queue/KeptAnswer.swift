import StudioCore

/// Keeps an answer's bytes as they come: in `response.part`, and what the store's disk refuses of
/// them in the rescue place. Never throws: an answer that was paid for is read to its end.
struct KeptAnswer {
  private let id: GenerationID
  private var folders: ArraySlice<String>
  private var file: PartFile?
  private(set) var pieces = AnswerPieces()
  /// Bytes that came.
  private(set) var count = 0
  /// False once some of them found no place at all.
  private(set) var isWhole = true
  /// All of them, while they are few: who called for the answer gets it from here, not from the file.
  private(set) var short: [UInt8]? = []
  static let fewBytes = 64 << 10
  /// What the store's disk said first; nil while `response.part` holds everything.
  private(set) var refusal: StudioError?

  init(_ job: any OwnedGeneration, rescue: RescuePlace) {
    id = job.id
    folders = rescue.folders[...]
    do throws(StudioError) {
      begin(try job.openAnswer())
    } catch {
      refusal = error
    }
  }

  private mutating func begin(_ file: PartFile) {
    self.file = file
    pieces.pieces.append(AnswerPieces.Piece(offset: count, path: file.path))
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    defer { count += bytes.count }
    if count + bytes.count > Self.fewBytes { short = nil }
    short?.append(contentsOf: bytes)
    guard isWhole, !bytes.isEmpty else { return }
    repeat {
      if let file {
        do throws(StudioError) {
          return try file.append(bytes)
        } catch {
          leave(file, error)
        }
      }
    } while openNext()
    isWhole = false
  }

  private mutating func leave(_ file: PartFile, _ error: StudioError) {
    refusal = refusal ?? error
    self.file = nil
    guard file.count == 0 else {
      try? file.sync()
      return
    }
    file.remove()
    pieces.pieces.removeLast()
  }

  private mutating func openNext() -> Bool {
    while let folder = folders.popFirst() {
      if let next = try? RescuePlace.open(id, after: count, in: folder) {
        begin(next)
        return true
      }
    }
    return false
  }

  /// For bytes that stay because no picture file holds them. False where it is not certain that they
  /// outlive a power cut.
  @discardableResult
  func sync() -> Bool { file.map(RescuePlace.makeDurable) ?? false }
}
