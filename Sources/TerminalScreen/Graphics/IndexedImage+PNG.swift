internal import CTerminal
internal import Glibc

extension IndexedImage {
  /// The picture as a PNG file with a palette; nil when memory runs out.
  /// - Parameter compression: 0…9, as for zlib.
  func png(compression: Int32) -> [UInt8]? {
    let colors = palette.flatMap { [$0.x, $0.y, $0.z] }
    return indices.withUnsafeBufferPointer { indices in
      colors.withUnsafeBufferPointer { colors in
        let picture = ct_palette_picture(
          indices: indices.baseAddress, width: UInt32(width), height: UInt32(height),
          colors: colors.baseAddress, color_count: Int32(palette.count),
          has_transparent: transparent == nil ? 0 : 1, effort: compression)
        return withUnsafePointer(to: picture) { Self.bytes(of: $0) }
      }
    }
  }

  private static func bytes(of picture: UnsafePointer<ct_palette_picture>) -> [UInt8]? {
    var count = 0
    guard let bytes = ct_palette_png(picture, &count) else { return nil }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}
