/// What a decoder accepts. Checked against the header before memory for pixels is asked for.
public struct DecodeLimits: Sendable {
  /// The most pixels a picture may have.
  public var maximumPixels: Int
  /// The longest side; values above `PixelImage.maximumSide` mean that.
  public var maximumSide: Int
  /// The largest file, in bytes.
  public var maximumFileBytes: Int

  /// Limits; the defaults admit every picture a service makes and refuse decompression bombs.
  public init(
    maximumPixels: Int = 100_000_000, maximumSide: Int = 32_768,
    maximumFileBytes: Int = 512 * 1024 * 1024
  ) {
    self.maximumPixels = maximumPixels
    self.maximumSide = maximumSide
    self.maximumFileBytes = maximumFileBytes
  }

  /// 100 million pixels, 32768 a side, 512 MiB a file.
  public static let standard = DecodeLimits()

  /// Throws `ImageError.tooLarge` for a size beyond the limits.
  func admit(_ size: PixelSize) throws(ImageError) {
    let side = min(maximumSide, PixelImage.maximumSide)
    guard size.width <= side, size.height <= side else {
      throw .tooLarge(size, limit: side)
    }
    guard size.pixelCount <= maximumPixels else {
      throw .tooLarge(size, limit: maximumPixels)
    }
  }

  /// Throws `ImageError.fileTooLarge` for a file beyond the limit.
  func admit(fileBytes: Int) throws(ImageError) {
    guard fileBytes <= maximumFileBytes else {
      throw .fileTooLarge(bytes: fileBytes, limit: maximumFileBytes)
    }
  }
}
