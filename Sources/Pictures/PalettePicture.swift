/// A picture with one byte a pixel.
public struct PalettePicture: Sendable {
  /// Its sides, at least 1.
  public let size: PixelSize
  /// Row by row, the number of a colour; `colors.count` stands for transparent.
  public let indices: [UInt8]
  /// Red, green and blue; with transparent 1 to 256.
  public let colors: [SIMD3<UInt8>]
  /// Whether pixels may be transparent.
  public let hasTransparent: Bool

  /// A picture; nil unless there is an index for each pixel and each index has a colour.
  public init?(
    size: PixelSize, indices: [UInt8], colors: [SIMD3<UInt8>], hasTransparent: Bool
  ) {
    let count = colors.count + (hasTransparent ? 1 : 0)
    guard size.width > 0, size.height > 0, indices.count == size.pixelCount,
      (1...256).contains(count), indices.allSatisfy({ $0 < count })
    else { return nil }
    self.size = size
    self.indices = indices
    self.colors = colors
    self.hasTransparent = hasTransparent
  }
}
