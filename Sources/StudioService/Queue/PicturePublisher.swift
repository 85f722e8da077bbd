import Pictures
import StudioCore

/// Gives decoded pictures their names: the extension comes from the bytes' own signature, the
/// bytes stay as they came.
struct PicturePublisher {
  let job: any OwnedGeneration

  struct Outcome {
    /// By their numbers.
    var images: [GeneratedImage] = []
    /// Files whose bytes are no picture format we know; kept, because they were paid for.
    var foreign: [String] = []
    /// Those that have not got their names.
    var refusals = PictureFiles.Refusals()
    /// What is amiss with those that have.
    var warnings: [String] = []

    static func + (one: Outcome, other: Outcome) -> Outcome {
      Outcome(
        images: (one.images + other.images).sorted { number($0.file) < number($1.file) },
        foreign: one.foreign + other.foreign, refusals: one.refusals + other.refusals,
        warnings: one.warnings + other.warnings)
    }

    /// With the checksums of the images' files in `folder`, for those that have none:
    /// rescued elsewhere, or left by a process that is gone. One that cannot be read, at the
    /// second try either, stays without, and a warning says so.
    func hashed(in folder: String) -> Outcome {
      var outcome = self
      for place in images.indices where images[place].sha256.isEmpty {
        let path = "\(folder)/\(images[place].file)"
        let found =
          (try? PictureInspection.checksum(of: path)) ?? (try? PictureInspection.checksum(of: path))
        outcome.images[place].sha256 = found?.sha256 ?? ""
        if found == nil {
          outcome.warnings.append("No checksum could be made of \(images[place].file).")
        }
      }
      return outcome
    }

    /// Numbers of the pictures that have names.
    var numbers: Set<Int> { Set((images.map(\.file) + foreign).map(Self.number)) }

    /// `12` of `12.png`.
    static func number(_ file: String) -> Int { Int(file.prefix { $0 != "." }) ?? 0 }
  }

  /// One that the disk refuses does not keep the others back. Not all images are `hashed` yet.
  func publish(_ pictures: [PictureFiles.Picture]) -> Outcome {
    var outcome = Outcome()
    for picture in pictures {
      do throws(StudioError) {
        try publish(picture, into: &outcome)
      } catch {
        outcome.refusals.note(picture.number, error)
      }
    }
    return outcome
  }

  private func publish(
    _ picture: PictureFiles.Picture, into outcome: inout Outcome
  ) throws(StudioError) {
    let part = picture.part
    let signature = ImageSignature.sniff(part.head)
    let name = "\(picture.number).\(signature?.fileExtension ?? "bin")"
    // While the file has the name that it was opened by.
    let picked = signature.map { image(of: part, $0, named: name) }
    if let doubt = try job.publish(part, as: name) {
      outcome.warnings.append(
        "It is not certain that \(name) outlives a power cut: \(doubt.message)")
    }
    if let picked { outcome.images.append(picked) } else { outcome.foreign.append(name) }
  }

  /// A picture that has its name already, left by a process that is gone; nil for what is none.
  func adopted(_ name: String) throws(StudioError) -> GeneratedImage? {
    let file = try PartFile(adopting: "\(job.folder)/\(name)")
    return ImageSignature.sniff(file.head).map { image(of: file, $0, named: name) }
  }

  /// The size is told where it can be: neither damage nor an error of the disk makes a picture none.
  private func image(
    of file: PartFile, _ signature: ImageSignature, named name: String
  ) -> GeneratedImage {
    let info =
      (try? ImageDecoder.info(prefix: file.head)) ?? (try? ImageDecoder.info(path: file.path))
    return GeneratedImage(
      file: name, mediaType: signature.mediaType, width: info?.size.width,
      height: info?.size.height, bytes: file.count, sha256: file.sha256 ?? "")
  }
}
