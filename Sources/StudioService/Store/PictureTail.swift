import FoundationEssentials
import Glibc
import Pictures
import StudioCore

/// Tells by its end whether a picture's file is whole, where nothing else tells how long it should
/// be: PNG ends with an `IEND` chunk, JPEG with `FF D9`, GIF with `3B`, WebP states its length.
enum PictureTail {
  static func isWhole(_ path: String) -> Bool {
    guard let file = try? OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
      let size = try? file.size(), size > 32,
      let head = try? file.read(limit: 12), let tail = try? file.read(from: size - 8, limit: 8),
      let signature = ImageSignature.sniff(head)
    else { return false }
    switch signature {
    case .png: return tail.starts(with: [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
    case .jpeg: return tail.suffix(2).elementsEqual([0xFF, 0xD9])
    case .gif: return tail.last == 0x3B
    case .webp:
      let stated = head.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      return stated + 8 <= size
    }
  }
}
