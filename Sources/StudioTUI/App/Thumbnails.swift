import Glibc
import Pictures

import class FoundationEssentials.FileManager

/// Small pictures of the pictures, kept on disk under the hash of what they show. The folder may be
/// deleted at any time.
struct Thumbnails: Sendable {
  /// The longest side of one, in pixels.
  static let side = 384

  /// Where they are kept; without a folder each is made anew.
  let folder: String?

  /// The small picture of a file whose bytes have this SHA-256. Blocks while it works.
  func image(of path: String, hash: String) throws(ImageError) -> PixelImage {
    let place = place(of: hash)
    if let place, let kept = try? ImageDecoder.decode(path: place, limits: Self.limits) {
      utimes(place, nil)
      return kept
    }
    let image = try ImageDecoder.decode(
      path: path, fitting: PixelSize(width: Self.side, height: Self.side))
    if let place { keep(image, at: place) }
    return image
  }

  /// What a file of ours cannot exceed: it may have been replaced.
  private static let limits = DecodeLimits(
    maximumPixels: side * side, maximumSide: side, maximumFileBytes: 4 << 20)

  /// The hash becomes a name only if it is one: records are read from files that anybody may edit.
  private func place(of hash: String) -> String? {
    let isHash = hash.utf8.count == 64 && hash.utf8.allSatisfy(Self.isHexadecimal)
    guard let folder, isHash else { return nil }
    return "\(folder)/\(hash.prefix(2))/\(hash)"
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// Several processes may do so at once: the file appears whole or not at all. Where it cannot be
  /// written it is made again the next time.
  private func keep(_ image: PixelImage, at place: String) {
    let encoded =
      image.isOpaque ? try? ImageEncoder.jpeg(image, quality: 88) : try? ImageEncoder.png(image)
    guard let bytes = encoded, let slash = place.lastIndex(of: "/") else { return }
    try? FileManager.default.createDirectory(
      atPath: String(place[..<slash]), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let draft = "\(place).\(getpid()).\(UInt32.random(in: .min ... .max))"
    guard Self.write(bytes, to: draft), rename(draft, place) == 0 else {
      unlink(draft)
      return
    }
    // Now and then is enough: so many small files are a few megabytes.
    if UInt8.random(in: .min ... .max) == 0 { forgetOldest() }
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      == bytes.count
  }
}
