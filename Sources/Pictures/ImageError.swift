internal import Glibc

/// Why a picture could not be read or written.
public enum ImageError: Error, Equatable, Sendable {
  /// The file could not be opened or read.
  case unreadable(path: String, errno: Int32)
  /// The bytes start like none of the known formats.
  case unknownFormat
  /// Recognised, but not decoded: GIF, and animated WebP.
  case unsupported(ImageSignature)
  /// The header states a size beyond the limit, which counts pixels or those of one side.
  case tooLarge(PixelSize, limit: Int)
  /// The file has more bytes than the limit.
  case fileTooLarge(bytes: Int, limit: Int)
  /// Truncated or damaged; `detail` is printable ASCII.
  case corrupt(ImageSignature, detail: String)
  /// The picture cannot be stored in the wanted format.
  case encodingFailed(String)

  /// One sentence for people. Safe to print: control characters of a path are replaced.
  public var message: String {
    switch self {
    case .unreadable(let path, let errno):
      "Cannot read \(Self.printable(path)): \(String(cString: strerror(errno)))."
    case .unknownFormat:
      "This is not a picture: it starts like none of PNG, JPEG, WebP and GIF."
    case .unsupported(let signature):
      "\(signature.displayName) pictures of this kind can be kept but not shown."
    case .tooLarge(let size, let limit):
      "The picture measures \(size) pixels, beyond the limit of \(limit)."
    case .fileTooLarge(let bytes, let limit):
      "The picture file has \(bytes) bytes, beyond the limit of \(limit)."
    case .corrupt(let signature, let detail):
      "The \(signature.displayName) data cannot be decoded: \(detail)."
    case .encodingFailed(let reason):
      "The picture cannot be encoded: \(reason)."
    }
  }

  /// `text` with control, format and line-breaking characters replaced by U+FFFD.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
