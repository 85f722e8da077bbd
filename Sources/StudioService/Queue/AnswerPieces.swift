import FoundationEssentials
import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

/// The files that together hold an answer's bytes: `response.part`, then what was rescued.
struct AnswerPieces: Sendable {
  struct Piece: Sendable {
    /// Of its first byte, in the answer.
    let offset: Int
    let path: String
  }

  var pieces: [Piece]

  /// What a dead process left of a generation's answer.
  init(left job: any OwnedGeneration, rescued: [Piece]) {
    pieces = (job.answerPath.map { [Piece(offset: 0, path: $0)] } ?? []) + rescued
  }

  init(pieces: [Piece] = []) { self.pieces = pieces }

  /// Of those that are there.
  var paths: [String] { pieces.map(\.path).filter { access($0, F_OK) == 0 } }

  /// Reads them as if they were arriving, up to the first gap.
  func read(into reader: inout AnswerReader) throws {
    for (place, piece) in pieces.enumerated() {
      guard piece.offset == reader.byteCount else { return }
      let end = place + 1 < pieces.count ? pieces[place + 1].offset : .max
      let file = try OpenFile(piece.path, O_RDONLY | O_NOFOLLOW)
      while reader.byteCount < end {
        let limit = min(256 << 10, end - reader.byteCount)
        let bytes = try file.read(from: reader.byteCount - piece.offset, limit: limit)
        guard !bytes.isEmpty else { break }
        try bytes.withUnsafeBytes { try reader.read($0) }
      }
    }
  }

  /// What the bytes amount to; what is no answer of an images API holds nothing.
  ///
  /// Throws errors of the disk.
  ///
  /// - Parameter isWanted: numbers of the pictures that are written to part files of `job`.
  func contents(
    for job: any OwnedGeneration, _ isWanted: @escaping AnswerReader.Wanted = { _ in true }
  ) throws(StudioError) -> AnswerContents {
    var reader = AnswerReader(job: job, isEventStream: nil, isWanted: isWanted)
    do {
      try read(into: &reader)
    } catch let error as StudioError where error.code != .badAnswer {
      throw error
    } catch {}
    reader.finish()
    return reader.contents()
  }

  /// Takes those away that are not in the generation's own folder.
  func removeRescued(of job: any OwnedGeneration) {
    for piece in pieces where !piece.path.hasPrefix(job.folder + "/") { unlink(piece.path) }
  }
}
