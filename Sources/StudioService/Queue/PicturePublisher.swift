import Pictures
import StudioCore

/// Gives decoded pictures their names: the extension comes from the bytes' own signature, the
/// bytes stay as they came.
struct PicturePublisher {
  let job: any OwnedGeneration

  struct Outcome {
    var images: [GeneratedImage] = []
    /// Files whose bytes are no picture format we know; kept, because they were paid for.
    var foreign: [String] = []

    static func + (one: Outcome, other: Outcome) -> Outcome {
      Outcome(images: one.images + other.images, foreign: one.foreign + other.foreign)
    }
  }

  func publish(_ pictures: [PictureFiles.Picture]) throws(StudioError) -> Outcome {
    var outcome = Outcome()
    for picture in pictures {
      if let image = try publish(picture) {
        outcome.images.append(image)
      } else {
        outcome.foreign.append("\(picture.number).bin")
      }
    }
    return outcome
  }

  private func publish(_ picture: PictureFiles.Picture) throws(StudioError) -> GeneratedImage? {
    let part = picture.part
    let (signature, size) = header(of: part)
    guard let signature else {
      try job.publish(part, as: "\(picture.number).bin")
      return nil
    }
    let name = "\(picture.number).\(signature.fileExtension)"
    try job.publish(part, as: name)
    return GeneratedImage(
      file: name, mediaType: signature.mediaType, width: size?.width, height: size?.height,
      bytes: part.count, sha256: part.sha256 ?? "")
  }

  /// A damaged picture is kept under the extension that its first bytes claim.
  private func header(of part: PartFile) -> (ImageSignature?, PixelSize?) {
    do {
      let info = try ImageDecoder.info(path: part.path)
      return (info.signature, info.size)
    } catch {
      if case .corrupt(let signature, _) = error { return (signature, nil) }
      return (nil, nil)
    }
  }
}
