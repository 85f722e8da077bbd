/// The kind of an image file, told from its own first bytes and never from its name.
public enum ImageSignature: String, Sendable, CaseIterable {
  case png, jpeg, webp, gif

  /// The number of bytes `sniff` needs to tell every kind.
  public static let prefixLength = 12

  /// The kind whose signature `prefix` starts with; nil for any other content.
  public static func sniff(_ prefix: some Collection<UInt8>) -> ImageSignature? {
    let bytes = Array(prefix.prefix(prefixLength))
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return .gif }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      return .webp
    }
    return nil
  }

  /// Without the dot: "png", "jpg", "webp", "gif".
  public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }

  /// "image/png" and so on.
  public var mediaType: String { "image/\(rawValue)" }

  /// The format's name in sentences: "PNG", "JPEG", "WebP", "GIF".
  public var displayName: String { self == .webp ? "WebP" : rawValue.uppercased() }
}
