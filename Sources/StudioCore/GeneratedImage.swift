/// One picture file of a generation: the bytes exactly as the provider sent them.
public struct GeneratedImage: Hashable, Sendable, Codable {
  /// Name in the generation's folder: `1.png`. The extension comes from the bytes' own signature.
  public var file: String
  public var mediaType: String
  /// Pixels; nil where the header could not be read.
  public var width: Int?
  public var height: Int?
  public var bytes: Int
  /// Lower-case hex of the file's SHA-256.
  public var sha256: String

  public init(
    file: String, mediaType: String, width: Int?, height: Int?, bytes: Int, sha256: String
  ) {
    self.file = file
    self.mediaType = mediaType
    self.width = width
    self.height = height
    self.bytes = bytes
    self.sha256 = sha256
  }

  public var size: ImageSize? {
    guard let width, let height else { return nil }
    return ImageSize(width: width, height: height)
  }
}
