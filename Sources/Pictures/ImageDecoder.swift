internal import CPictures

/// Reads PNG, JPEG and still WebP into RGBA. Damaged and truncated files are refused, nothing is ever
/// printed. Colour profiles and EXIF orientation are not applied. Blocks while it works.
public enum ImageDecoder {
  /// Kind and size of the file at `path`, from its header alone.
  /// - Throws: `unreadable`, `unknownFormat`, `corrupt`.
  public static func info(path: String) throws(ImageError) -> ImageInfo {
    let file = try PictureFile(path: path)
    return try ImageHeader.read { offset, count throws(ImageError) in
      try file.bytes(at: offset, count: count)
    }
  }

  /// Kind and size of a file that starts with `prefix`. 32 bytes are enough except for JPEG, whose
  /// size may come late: too short a prefix is `corrupt`.
  /// - Throws: `unknownFormat`, `corrupt`.
  public static func info(prefix: [UInt8]) throws(ImageError) -> ImageInfo {
    try ImageHeader.read { offset, count throws(ImageError) in
      Array(prefix.dropFirst(offset).prefix(count))
    }
  }

  /// Decodes the file at `path`; see `decode(bytes:part:fitting:limits:)`.
  /// - Throws: any `ImageError` but `encodingFailed`.
  public static func decode(
    path: String, part: PixelRect? = nil, fitting box: PixelSize? = nil,
    limits: DecodeLimits = .standard
  ) throws(ImageError) -> PixelImage {
    try decode(bytes: bytes(of: path, limits), part: part, fitting: box, limits: limits)
  }

  /// Decodes the file at `path` to a size of the caller's choice, whatever becomes of its aspect; see
  /// `decode(bytes:part:fitting:limits:)`.
  ///
  /// - Parameter size: what is wanted, by the size of the part. No side gets larger than it is.
  /// - Throws: any `ImageError` but `encodingFailed`.
  public static func decode(
    path: String, part: PixelRect? = nil, limits: DecodeLimits = .standard,
    to size: (PixelSize) -> PixelSize
  ) throws(ImageError) -> PixelImage {
    try decode(bytes: bytes(of: path, limits), part: part, limits: limits) { part in
      let wanted = size(part)
      return PixelSize(
        width: max(1, min(wanted.width, part.width)),
        height: max(1, min(wanted.height, part.height)))
    }
  }

  private static func bytes(
    of path: String, _ limits: DecodeLimits
  ) throws(ImageError) -> [UInt8] {
    let file = try PictureFile(path: path)
    try limits.admit(fileBytes: file.byteCount)
    return try file.bytes(at: 0, count: file.byteCount)
  }

  /// Decodes a whole file. With a box the picture is shrunk into it, aspect kept, while it is read:
  /// row by row for PNG, inside the inverse DCT for JPEG (at most twice the box a side is held),
  /// inside libwebp for lossy WebP. Interlaced PNG, progressive JPEG and lossless WebP cannot be read
  /// that way: they are held whole on the way, within `limits`.
  ///
  /// Of a part only what lies in the picture is decoded, at least one pixel, and what comes after it
  /// in the file may be damaged. A JPEG that is shrunk is cut to whole samples of what its transform
  /// gave: the part may be off by less than a pixel of the result.
  /// - Throws: any `ImageError` but `unreadable` and `encodingFailed`.
  public static func decode(
    bytes: [UInt8], part: PixelRect? = nil, fitting box: PixelSize? = nil,
    limits: DecodeLimits = .standard
  ) throws(ImageError) -> PixelImage {
    try decode(bytes: bytes, part: part, limits: limits) { part in
      box.map { part.fitted(into: $0) } ?? part
    }
  }

  private static func decode(
    bytes: [UInt8], part: PixelRect?, limits: DecodeLimits, to size: (PixelSize) -> PixelSize
  ) throws(ImageError) -> PixelImage {
    try limits.admit(fileBytes: bytes.count)
    let info = try info(prefix: bytes)
    try limits.admit(info.size)
    let part = (part ?? PixelRect(info.size)).clamped(to: info.size)
    return try decode(bytes, stating: info, part, to: size(part.size))
  }

  private typealias Decode = (UnsafeMutablePointer<picture_decoding>?) -> picture_status

  private static func decode(
    _ bytes: [UInt8], stating info: ImageInfo, _ part: PixelRect, to target: PixelSize
  ) throws(ImageError) -> PixelImage {
    let decode = try decoder(of: info.signature, for: bytes)
    let count = target.pixelCount * 4
    var failure: ImageError?
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
      failure = bytes.withUnsafeBufferPointer { source in
        var decoding = picture_decoding()
        decoding.bytes = source.baseAddress
        decoding.count = source.count
        decoding.width = UInt32(info.size.width)
        decoding.height = UInt32(info.size.height)
        decoding.part_x = UInt32(part.x)
        decoding.part_y = UInt32(part.y)
        decoding.part_width = UInt32(part.size.width)
        decoding.part_height = UInt32(part.size.height)
        decoding.target_width = UInt32(target.width)
        decoding.target_height = UInt32(target.height)
        decoding.rgba = out.baseAddress
        return error(decode(&decoding), of: info.signature, in: decoding)
      }
      initialized = failure == nil ? count : 0
    }
    if let failure { throw failure }
    return PixelImage(width: target.width, height: target.height, pixels: pixels)
  }

  private static func decoder(
    of signature: ImageSignature, for bytes: [UInt8]
  ) throws(ImageError) -> Decode {
    switch signature {
    case .png: return picture_decode_png
    case .jpeg: return picture_decode_jpeg
    case .webp:
      // libwebp decodes some files whose last bytes are missing; the container states its length.
      guard 8 + ImageHeader.littleEndian(bytes[4..<8]) <= bytes.count else {
        throw .corrupt(.webp, detail: "the data ends too early")
      }
      return picture_decode_webp
    case .gif: throw .unsupported(.gif)
    }
  }

  private static func error(
    _ status: picture_status, of signature: ImageSignature, in decoding: picture_decoding
  ) -> ImageError? {
    switch status {
    case PICTURE_OK: nil
    case PICTURE_UNSUPPORTED: .unsupported(signature)
    default: .corrupt(signature, detail: printableText(decoding.detail))
    }
  }
}

/// The text of a C character array up to its NUL, with every byte that is not printable ASCII
/// replaced: a library may quote bytes of a damaged file.
func printableText<Characters>(_ characters: Characters) -> String {
  withUnsafeBytes(of: characters) { bytes in
    String(
      decoding: bytes.prefix { $0 != 0 }.map { (0x20..<0x7F).contains($0) ? $0 : 0x3F },
      as: UTF8.self)
  }
}
