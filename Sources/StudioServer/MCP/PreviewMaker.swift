import Dispatch
import FoundationEssentials
import Pictures
import StudioCore

/// Makes pictures small enough for results, one at a time and away from the threads of tasks.
final class PreviewMaker: Sendable {
  /// How one picture goes into a result.
  enum Preview: Sendable {
    case original(MediaBytes)
    case smaller(MediaBytes, PixelSize)
    /// A sentence that says why there is none.
    case missing(String)
  }

  /// A file's bytes in base64 with their kind.
  struct MediaBytes: Sendable {
    var base64: String
    var mediaType: String
  }

  /// Characters of base64 in one result: several clients refuse results beyond a mebibyte.
  static let budget = 700_000
  /// Larger files are linked, never embedded.
  static let largestFile = 48 << 20

  private static let sides = [1024, 768, 512, 384, 256, 128, 64]

  private let queue = DispatchQueue(label: "easel.previews", qos: .utility)

  /// A preview of each file; all of them together stay within the budget.
  func previews(of paths: [String], budget: Int = PreviewMaker.budget) async -> [Preview] {
    var previews: [Preview] = []
    var left = budget
    for (place, path) in paths.enumerated() {
      let share = left / (paths.count - place)
      let preview = await run { Self.preview(of: path, characters: share) }
      if case .original(let media) = preview { left -= media.base64.utf8.count }
      if case .smaller(let media, _) = preview { left -= media.base64.utf8.count }
      previews.append(preview)
    }
    return previews
  }

  /// The whole file; nil when it cannot be read, is too large or no picture.
  func file(at path: String) async -> MediaBytes? {
    await run { Self.file(at: path, largest: Self.largestFile) }
  }

  private func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work()) }
    }
  }

  private static func preview(of path: String, characters: Int) -> Preview {
    if let media = file(at: path, largest: characters / 4 * 3) { return .original(media) }
    do {
      let side = sides[0]
      let picture = try ImageDecoder.decode(
        path: path, fitting: PixelSize(width: side, height: side))
      return try smaller(picture, characters: characters)
        ?? .missing("It is too large to be shown here.")
    } catch {
      return .missing(error.message)
    }
  }

  private static func smaller(
    _ picture: PixelImage, characters: Int
  ) throws(ImageError) -> Preview? {
    var size: PixelSize?
    for side in sides {
      let fitted = picture.size.fitted(into: PixelSize(width: side, height: side))
      guard fitted != size else { continue }
      size = fitted
      let scaled = picture.scaled(to: fitted)
      let bytes = try scaled.isOpaque ? ImageEncoder.jpeg(scaled) : ImageEncoder.png(scaled)
      guard (bytes.count + 2) / 3 * 4 <= characters else { continue }
      let kind: ImageSignature = scaled.isOpaque ? .jpeg : .png
      return .smaller(
        MediaBytes(base64: Data(bytes).base64EncodedString(), mediaType: kind.mediaType), fitted)
    }
    return nil
  }

  private static func file(at path: String, largest: Int) -> MediaBytes? {
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int,
      size <= largest, let bytes = FileManager.default.contents(atPath: path),
      bytes.count <= largest, let kind = ImageSignature.sniff(bytes)
    else { return nil }
    return MediaBytes(base64: bytes.base64EncodedString(), mediaType: kind.mediaType)
  }
}
