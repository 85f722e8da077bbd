import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

extension OwnedGeneration {
  /// The path of `response.part`; nil where there is none, or an empty one.
  var answerPath: String? {
    let path = "\(folder)/\(OwnedFileGeneration.answerName)"
    var status = stat()
    return stat(path, &status) == 0 && status.st_size > 0 ? path : nil
  }

  /// Paths of pictures that have not got their names.
  var unnamedPictures: [String] {
    StoreLayout.names(in: folder).sorted()
      .filter { $0.hasSuffix(".part") && $0 != OwnedFileGeneration.answerName }
      .map { "\(folder)/\($0)" }
  }

  /// Takes the name of `response.part` away; who has it open can still read it.
  func unlinkAnswer() { unlink("\(folder)/\(OwnedFileGeneration.answerName)") }

  /// Keeps `response.part` if anything is in it, and pictures that are whole or were fetched from
  /// elsewhere; removes those that can be made again from the answer, and temporary files.
  func keepOnlyAnswer() {
    var begun: Int?
    for name in StoreLayout.names(in: folder) {
      let path = "\(folder)/\(name)"
      if AtomicFile.isTemporary(name) || name.hasSuffix(".part") && isEmpty(path) {
        discard(path)
      } else if name.hasSuffix(".part"), name != OwnedFileGeneration.answerName,
        PictureTail.isWhole(path) == false
      {
        begun = begun ?? picturesInAnswer
        let number = PicturePublisher.Outcome.number(name)
        if number > 0, number <= begun ?? 0 { discard(path) }
      }
    }
  }

  /// Names of fetched pictures that have not got theirs: their numbers follow those of the answer.
  func fetchedParts(after count: Int) -> [String] {
    unnamedPictures.filter { !isEmpty($0) }.map { String($0.dropFirst(folder.count + 1)) }
      .filter { PicturePublisher.Outcome.number($0) > count }
  }

  /// How many pictures `response.part` holds, whole or begun; none where it cannot be read.
  private var picturesInAnswer: Int {
    guard let path = answerPath else { return 0 }
    var reader = AnswerReader(
      job: UnwrittenGeneration(id: id, folder: folder), isEventStream: nil)
    do {
      try AnswerPieces(pieces: [.init(offset: 0, path: path)]).read(into: &reader)
    } catch let error as StudioError where error.code != .badAnswer {
      return 0
    } catch {}
    reader.finish()
    return reader.contents().begun
  }

  private func isEmpty(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_size == 0
  }

  /// Emptied first: a descriptor that is still open must not hold on to space of a full disk.
  private func discard(_ path: String) {
    truncate(path, 0)
    unlink(path)
  }
}
