import FoundationEssentials
import Glibc
import Pictures
import StudioCore

/// What lies in a generation's folder besides its record and the pictures that this names, and what
/// each of it is worth. Only looks.
struct GenerationRemains {
  enum Worth {
    /// A whole picture that the record does not name, or an answer with one in it.
    case picture
    /// Bytes that arrived, and that are in no picture.
    case fragment
    /// Nothing that is not in the pictures, too.
    case nothing
    /// What stays there on purpose.
    case kept
    /// No part of a generation.
    case foreign
  }

  private let generation: Generation
  private let left: LeftJob
  /// What the bytes of the answer amount to.
  private(set) var answer: AnswerContents?
  /// What kept the answer, or a file, from being read.
  private(set) var failure: StudioError?
  private(set) var files: [(path: String, worth: Worth)] = []
  /// Those of the pictures that are there as the record says; of others a copy is worth all.
  private var hashes: Set<String> = []

  init(_ generation: Generation, _ left: LeftJob) {
    self.generation = generation
    self.left = left
    let known = Set(generation.images.map(\.file) + [GenerationRecord.fileName])
    let names = StoreLayout.names(in: left.job.folder).sorted().filter { !known.contains($0) }
    if !names.isEmpty || !left.pieces.pieces.isEmpty { hashes = Self.hashes(of: generation) }
    readAnswer()
    for name in names {
      do throws(StudioError) {
        let worth = try worth(of: name)
        files.append(("\(left.job.folder)/\(name)", worth))
      } catch {
        failure = error
      }
    }
    files += left.pieces.pieces.map(\.path).filter { !$0.hasPrefix(left.job.folder + "/") }
      .map { ($0, worthOfAnswer == .picture ? .picture : .kept) }
  }

  /// Paths of what holds pictures that the record does not name.
  var unrecorded: [String] { files.filter { $0.worth == .picture }.map(\.path) }
  var fragments: [String] { files.filter { $0.worth == .fragment }.map(\.path) }

  /// `1.partial.png`: what can be shown of a picture that did not arrive whole.
  static func isPartial(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3 && Int(parts[0]) != nil && parts[1] == "partial"
  }

  private static func hashes(of generation: Generation) -> Set<String> {
    let sound = generation.images.filter { image in
      (try? PictureInspection.checksum(of: generation.path(of: image)))?.sha256 == image.sha256
    }
    return Set(sound.map(\.sha256))
  }

  private mutating func readAnswer() {
    guard !left.pieces.pieces.isEmpty else { return }
    do throws(StudioError) {
      answer = try left.pieces.contents(
        for: UnwrittenGeneration(id: left.job.id, folder: left.job.folder))
    } catch {
      failure = error
    }
  }

  private func worth(of name: String) throws(StudioError) -> Worth {
    switch name {
    case OwnedFileGeneration.answerName: return worthOfAnswer
    case OwnedFileGeneration.cancelName: return .nothing
    default: break
    }
    if name.hasPrefix(GenerationRecord.fileName + GenerationLook.damagedSuffix) { return .kept }
    if AtomicFile.isTemporary(name) { return .nothing }
    if name.hasSuffix(".part") { return try worthOfPart(name) }
    if OwnedFileGeneration.isPictureName(name) { return try worthOfPicture(name) }
    return Self.isPartial(name) ? .kept : .foreign
  }

  private var worthOfAnswer: Worth {
    guard failure == nil else { return .fragment }
    guard let answer, !answer.isEmpty else { return .nothing }
    let unrecorded = answer.pictures.filter { !hashes.contains($0.part.sha256 ?? "") }
    if !unrecorded.isEmpty { return .picture }
    guard generation.state == .saved else { return .fragment }
    let linked = generation.images.count - answer.pictures.count
    let links = answer.skeleton?.links.count ?? 0
    return answer.damagedCount == 0 && linked >= links ? .nothing : .fragment
  }

  private func worthOfPart(_ name: String) throws(StudioError) -> Worth {
    let number = PicturePublisher.Outcome.number(name)
    guard number > 0 else { return .foreign }
    let path = "\(left.job.folder)/\(name)"
    let found = try PictureInspection.checksum(of: path)
    let inAnswer = Set(answer?.pictures.compactMap(\.part.sha256) ?? [])
    if hashes.union(inAnswer).contains(found.sha256) { return .nothing }
    return switch PicturePart(path).worth(besides: answer?.begun ?? 0) {
    case .whole: .picture
    case .fragment: .fragment
    case .nothing: .nothing
    }
  }

  /// Bytes in no picture format are kept beside a record that tells of them.
  private func worthOfPicture(_ name: String) throws(StudioError) -> Worth {
    let path = "\(left.job.folder)/\(name)"
    let head = try OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      .read(limit: ImageSignature.prefixLength)
    guard ImageSignature.sniff(head) != nil else { return .kept }
    return .picture
  }
}
