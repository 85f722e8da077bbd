import FoundationEssentials
import Glibc
import StudioCore

/// What a picture's file holds.
enum PictureInspection {
  /// Size and SHA-256 of a file, read in pieces.
  ///
  /// Throws `input-output` where it is not there or cannot be read.
  static func checksum(of path: String) throws(StudioError) -> (bytes: Int, sha256: String) {
    let file = try OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    var digest = try SHA256Digest()
    var count = 0
    while true {
      let piece = try file.read(from: count, limit: 1 << 20)
      if piece.isEmpty { return (count, digest.hex) }
      piece.withUnsafeBytes { digest.update($0) }
      count += piece.count
    }
  }
}
