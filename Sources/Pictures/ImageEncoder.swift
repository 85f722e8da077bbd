internal import CPictures
internal import Glibc

/// Writes pictures as files in memory. Blocks while it works.
public enum ImageEncoder {
  /// An 8-bit PNG, RGB when the picture is fully opaque, else RGBA; decoding gives the same pixels.
  /// - Parameters:
  ///   - compression: 0 (stored) … 9 (smallest); 1 is the choice for terminals.
  ///   - text: Chunks in the order given; see `PNGTextChunks` for what is allowed.
  /// - Throws: `encodingFailed`.
  public static func png(
    _ image: PixelImage, compression: Int = 6, text: [(keyword: String, text: String)] = []
  ) throws(ImageError) -> [UInt8] {
    let plain = try encode(image, by: picture_encode_png) {
      $0.effort = Int32(min(max(compression, 0), 9))
    }
    return try text.isEmpty ? plain : PNGTextChunks.adding(text, to: plain)
  }

  /// A PNG with a palette; decoding gives the same colours.
  /// - Parameter compression: 0 (stored) … 9 (smallest).
  /// - Throws: `encodingFailed`.
  public static func png(
    _ picture: PalettePicture, compression: Int = 6
  ) throws(ImageError) -> [UInt8] {
    let colors = picture.colors.flatMap { [$0.x, $0.y, $0.z] }
    var encoding = picture_encoding()
    encoding.width = UInt32(picture.size.width)
    encoding.height = UInt32(picture.size.height)
    encoding.effort = Int32(min(max(compression, 0), 9))
    let status = picture.indices.withUnsafeBufferPointer { indices in
      colors.withUnsafeBufferPointer { colors in
        var palette = picture_palette(
          indices: indices.baseAddress, colors: colors.baseAddress,
          color_count: Int32(picture.colors.count), has_transparent: picture.hasTransparent)
        return picture_encode_palette_png(&encoding, &palette)
      }
    }
    return try bytes(of: encoding, status)
  }

  /// A JPEG with halved colour resolution; transparent parts are shown on white.
  /// - Parameter quality: 1…100.
  /// - Throws: `encodingFailed`.
  public static func jpeg(_ image: PixelImage, quality: Int = 85) throws(ImageError) -> [UInt8] {
    try encode(image.isOpaque ? image : image.onWhite, by: picture_encode_jpeg) {
      $0.quality = Int32(min(max(quality, 1), 100))
    }
  }

  /// A WebP, lossy or lossless. Lossless keeps every pixel but the colour under full transparency.
  /// - Parameter quality: 1…100, only for lossy.
  /// - Throws: `encodingFailed`, also for a side above 16383.
  public static func webp(
    _ image: PixelImage, quality: Int = 85, lossless: Bool = false
  ) throws(ImageError) -> [UInt8] {
    try encode(image, by: picture_encode_webp) {
      $0.quality = Int32(min(max(quality, 1), 100))
      $0.lossless = lossless
    }
  }

  private static func encode(
    _ image: PixelImage, by encode: (UnsafeMutablePointer<picture_encoding>?) -> picture_status,
    _ choose: (inout picture_encoding) -> Void
  ) throws(ImageError) -> [UInt8] {
    var encoding = picture_encoding()
    encoding.width = UInt32(image.width)
    encoding.height = UInt32(image.height)
    choose(&encoding)
    let status = image.pixels.withUnsafeBufferPointer { pixels in
      encoding.rgba = pixels.baseAddress
      return encode(&encoding)
    }
    return try bytes(of: encoding, status)
  }

  private static func bytes(
    of encoding: picture_encoding, _ status: picture_status
  ) throws(ImageError) -> [UInt8] {
    guard status == PICTURE_OK else {
      throw .encodingFailed(printableText(encoding.detail))
    }
    defer { free(encoding.bytes) }
    return Array(UnsafeBufferPointer(start: encoding.bytes, count: encoding.count))
  }
}

extension PixelImage {
  /// The picture laid over white.
  fileprivate var onWhite: PixelImage {
    var flat = self
    var pixels = self.pixels
    for pixel in stride(from: 0, to: pixels.count, by: 4) {
      let alpha = Int(pixels[pixel + 3])
      for channel in pixel..<pixel + 3 {
        pixels[channel] = UInt8((Int(pixels[channel]) * alpha + 255 * (255 - alpha) + 127) / 255)
      }
      pixels[pixel + 3] = 255
    }
    flat.pixels = pixels
    return flat
  }
}
