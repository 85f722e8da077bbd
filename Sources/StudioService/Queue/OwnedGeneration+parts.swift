import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

extension OwnedGeneration {
  /// Takes the name of `response.part` away; who has it open can still read it.
  func unlinkAnswer() { unlink("\(folder)/\(OwnedFileGeneration.answerName)") }

  /// Keeps `response.part` and removes the pictures begun: they can be made again from it.
  func keepOnlyAnswer() {
    for name in StoreLayout.names(in: folder)
    where name.hasSuffix(".part") && name != OwnedFileGeneration.answerName {
      // Emptied first: a descriptor that is still open must not hold on to space of a full disk.
      truncate("\(folder)/\(name)", 0)
      unlink("\(folder)/\(name)")
    }
  }
}
