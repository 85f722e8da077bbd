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
    let names = StoreLayout.names(in: folder)
    // Reading it takes time, and mostly nobody asks.
    let isAsked = names.contains {
      PicturePublisher.Outcome.number($0) > 0 && $0.hasSuffix(".part")
    }
    let begun = isAsked ? picturesInAnswer : 0
    for name in names {
      let part = PicturePart("\(folder)/\(name)")
      if AtomicFile.isTemporary(name) || name == OwnedFileGeneration.answerName && part.isEmpty {
        discard(part.path)
      } else if name.hasSuffix(".part"), PicturePublisher.Outcome.number(name) > 0 {
        if part.worth(besides: begun) == .nothing { discard(part.path) }
      }
    }
  }

  /// Names of fetched pictures that have not got theirs: their numbers follow those of the answer.
  func fetchedParts(after count: Int) -> [String] {
    unnamedPictures.filter { !PicturePart($0).isEmpty }.map {
      String($0.dropFirst(folder.count + 1))
    }
    .filter { PicturePublisher.Outcome.number($0) > count }
  }

  /// How many pictures `response.part` holds, whole or begun; none where it cannot be read.
  private var picturesInAnswer: Int {
    let contents = try? AnswerPieces(left: self, rescued: [])
      .contents(for: UnwrittenGeneration(id: id, folder: folder))
    return contents?.begun ?? 0
  }

  /// Emptied first: a descriptor that is still open must not hold on to space of a full disk.
  private func discard(_ path: String) {
    truncate(path, 0)
    unlink(path)
  }
}
