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

  /// Keeps `response.part` if anything is in it, and pictures that are whole; removes the pictures
  /// begun, which can be made again from it, and temporary files.
  func keepOnlyAnswer() {
    for name in StoreLayout.names(in: folder) {
      let path = "\(folder)/\(name)"
      let isTemporary = name.hasSuffix(AtomicFile.temporarySuffix)
      guard isTemporary || name.hasSuffix(".part") else { continue }
      if name == OwnedFileGeneration.answerName, answerPath != nil { continue }
      if !isTemporary, PictureTail.isWhole(path) { continue }
      // Emptied first: a descriptor that is still open must not hold on to space of a full disk.
      truncate(path, 0)
      unlink(path)
    }
  }
}
