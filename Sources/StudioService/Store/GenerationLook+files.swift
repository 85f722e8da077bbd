import FoundationEssentials
import Glibc
import Pictures
import StudioCore

// Pictures, and what else lies in a generation's folder.
extension GenerationLook {
  mutating func lookAtPictures(of generation: Generation) {
    if generation.state == .saved, generation.images.isEmpty {
      find(
        .damagedRecord, path(GenerationRecord.fileName), "It says saved and names no picture.",
        hint: "Restore the generation's folder from a backup.")
    }
    for image in generation.images { look(at: image) }
  }

  private mutating func look(at image: GeneratedImage) {
    guard OwnedFileGeneration.isPictureName(image.file) else {
      return find(
        .damagedRecord, path(GenerationRecord.fileName),
        "It names a picture by “\(StudioError.printable(image.file))”, which is no name of one.",
        hint: "Restore the record from a backup.")
    }
    let path = path(image.file)
    do throws(StudioError) {
      let found = try PictureInspection.checksum(of: path)
      pictureCount += 1
      // Without a checksum there is the size alone.
      let isChanged = !image.sha256.isEmpty && found.sha256 != image.sha256
      guard found.bytes != image.bytes || isChanged else { return }
      find(
        .changedPicture, path, "Its bytes are not those that were saved.",
        hint: "Restore it from a backup; what is there is left as it is.")
    } catch {
      let isMissing = access(path, F_OK) != 0
      find(
        isMissing ? .missingPicture : .unreadable, path,
        isMissing ? "The record names this picture, and it is not there." : error.message,
        hint: isMissing ? "Restore it from a backup." : error.hint)
    }
  }

  /// What is neither the record nor a picture of it.
  mutating func lookAtRest(of generation: Generation) {
    let remains = GenerationRemains(generation, left)
    if let failure = remains.failure {
      find(.unreadable, job.folder, failure.message, hint: failure.hint)
    }
    for (path, worth) in remains.files {
      switch worth {
      case .nothing:
        findings.append(
          .leftover(
            path, Self.leftoverMessage, repairs && unlink(path) == 0, job.id))
      case .foreign: find(.foreign, path, "No part of a generation.")
      case .picture, .fragment, .kept: break
      }
    }
    keep(remains, of: generation)
  }
}

// What arrived and is no whole picture.
extension GenerationLook {
  /// Parts of pictures become files that can be opened, and the record names what there is.
  private mutating func keep(_ remains: GenerationRemains, of generation: Generation) {
    let unshown = unshown(remains, generation)
    let unnamed = remains.fragments.filter { hasMovedBytes || !generation.names($0) }
    guard !unshown.isEmpty || !unnamed.isEmpty else { return }
    var failure: StudioError?
    if repairs {
      do throws(StudioError) {
        try show(unshown, generation)
        var named = generation
        named.name(arrived: GenerationRemains(generation, left).fragments, partial: partials)
        try job.record(named)
      } catch {
        failure = error
      }
    }
    let isRepaired = repairs && failure == nil
    for path in Set(unnamed + (unshown.isEmpty ? [] : remains.fragments)).sorted() {
      find(
        .arrivedBytes, path,
        failure?.message ?? "It holds what arrived of an answer, and no whole picture.",
        hint: failure?.hint ?? Self.fragmentHint, isRepaired: isRepaired)
    }
  }

  private static let fragmentHint =
    "easel verify --repair makes files of what can be shown, and names them in the record."

  /// Numbers of cut pictures of which something can be shown, and is not yet.
  private func unshown(_ remains: GenerationRemains, _ generation: Generation) -> Set<Int> {
    // Of a saved generation the record tells what it lacks; the answer stays.
    let cut = (generation.state == .saved ? [] : remains.answer?.cut ?? []).filter {
      ImageSignature.sniff($0.part.head) != nil
    }
    let fetched = remains.fragments.filter { $0.hasSuffix(".part") }
      .map { PicturePublisher.Outcome.number(String($0.dropFirst(job.folder.count + 1))) }
    let shown = partials.map {
      PicturePublisher.Outcome.number(String($0.dropFirst(job.folder.count + 1)))
    }
    return Set(cut.map(\.number) + fetched).subtracting(shown).subtracting([0])
  }

  private var partials: [String] {
    StoreLayout.names(in: job.folder).filter(GenerationRemains.isPartial).sorted().map(path)
  }

  /// Gives parts of pictures names by which a viewer opens them: `1.partial.png`.
  private func show(_ numbers: Set<Int>, _ generation: Generation) throws(StudioError) {
    _ = try left.pieces.contents(for: job) { numbers.contains($0) }
    for number in numbers.sorted() {
      let part = path("\(number).part")
      guard access(part, F_OK) == 0 else { continue }
      let file = try PartFile(adopting: part)
      let kind = ImageSignature.sniff(file.head)?.fileExtension ?? "bin"
      try file.sync()
      let shown = path("\(number).partial.\(kind)")
      guard rename(part, shown) == 0 else {
        throw .systemCall("create", shown, errno, isCreation: true)
      }
    }
    try OpenFile.syncFolder(job.folder)
  }
}

// Bytes that were put elsewhere.
extension GenerationLook {
  /// Names what was rescued, and moves it back into the store: fetched pictures, and of the answer
  /// what comes behind what the store has of it.
  mutating func lookAtRescued(takingBack: Bool) {
    for (number, path) in left.rescue.pictures(of: job.id) {
      var failure: StudioError?
      if takingBack {
        do throws(StudioError) { try takeBack(path, asPicture: number) } catch { failure = error }
      }
      find(
        .rescuedBytes, path, failure?.message ?? "A picture that the store's disk refused.",
        hint: failure?.hint ?? "easel verify --repair takes it back into the store.",
        isRepaired: takingBack && failure == nil)
    }
    for piece in left.rescue.pieces(of: job.id) {
      var failure: StudioError?
      if takingBack {
        do throws(StudioError) {
          try takeBack(piece)
          hasMovedBytes = true
        } catch {
          failure = error
        }
      }
      find(
        .rescuedBytes, piece.path,
        failure?.message ?? "Bytes of an answer that the store's disk refused.",
        hint: failure?.hint ?? "easel verify --repair takes them back into the store.",
        isRepaired: takingBack && failure == nil)
      if failure != nil { break }
    }
  }

  /// Never in place of as much: each may be a part of the picture.
  private func takeBack(_ path: String, asPicture number: Int) throws(StudioError) {
    let file = try OpenFile(path, O_RDONLY | O_NOFOLLOW)
    let present = try? OpenFile(self.path("\(number).part"), O_RDONLY | O_NOFOLLOW).size()
    guard try file.size() > present ?? -1 else {
      throw StudioError(
        .inputOutput, "The store holds as much of this picture already, in \(number).part.",
        hint: "Both are left where they are.")
    }
    let part = try job.openImage(number)
    while true {
      let bytes = try file.read(from: part.count, limit: 256 << 10)
      guard !bytes.isEmpty else { break }
      var failure: StudioError?
      bytes.withUnsafeBytes { bytes in
        do throws(StudioError) { try part.append(bytes) } catch { failure = error }
      }
      if let failure { throw failure }
    }
    try part.sync()
    try OpenFile.syncFolder(job.folder)
    unlink(path)
  }

  private func takeBack(_ piece: AnswerPieces.Piece) throws(StudioError) {
    let path = path(OwnedFileGeneration.answerName)
    let flags = O_WRONLY | O_NOFOLLOW | (piece.offset == 0 ? O_CREAT : 0)
    let answer = try OpenFile.opened(path, flags, unless: [ENOENT])
    guard let answer, try answer.size() >= piece.offset else {
      throw StudioError(
        .inputOutput, "The bytes that come before these in the answer are not there.",
        hint: "They are left where they are.")
    }
    guard ftruncate(answer.descriptor, off_t(piece.offset)) == 0,
      lseek(answer.descriptor, off_t(piece.offset), SEEK_SET) >= 0
    else { throw .systemCall("write", path, errno) }
    let source = try OpenFile(piece.path, O_RDONLY | O_NOFOLLOW)
    var count = 0
    do throws(StudioError) {
      while true {
        let bytes = try source.read(from: count, limit: 1 << 20)
        if bytes.isEmpty { break }
        try answer.write(bytes)
        count += bytes.count
      }
      try answer.sync()
      try OpenFile.syncFolder(job.folder)
    } catch {
      ftruncate(answer.descriptor, off_t(piece.offset))
      throw error
    }
    // What follows it must not be taken back while it is still there.
    guard unlink(piece.path) == 0 else { throw .systemCall("remove", piece.path, errno) }
  }
}
