import StudioCore

#if canImport(Glibc)
  import Glibc
#endif

// An answer that is kept as it came may quote the key that it was asked with.
extension AnswerPieces {
  private static let window = 1 << 20

  /// Writes asterisks over such credentials, in place: every other byte stays what and where it is.
  /// What the disk refuses stays as it came.
  func hide(_ secrets: [Secret]) {
    for secret in secrets where secret.isUnlikeAPicture {
      for path in paths { try? Self.hide(Array(secret.value.utf8), in: path) }
    }
  }

  private static func hide(_ secret: [UInt8], in path: String) throws(StudioError) {
    let file = try OpenFile(path, O_RDWR | O_NOFOLLOW)
    let size = try file.size()
    let asterisks = [UInt8](repeating: UInt8(ascii: "*"), count: secret.count)
    for start in stride(from: 0, to: size, by: window) {
      // One may begin in this window and end in the next.
      let bytes = [UInt8](try file.read(from: start, limit: window + secret.count - 1))
      for place in places(of: secret, in: bytes) {
        pwrite(file.descriptor, asterisks, asterisks.count, off_t(start + place))
      }
    }
  }

  private static func places(of secret: [UInt8], in bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let first = secret.first else { return [] }
      var places: [Int] = []
      var start = 0
      // By the first byte, which the C library finds fast in megabytes.
      while bytes.count - start >= secret.count,
        let found = memchr(base + start, Int32(first), bytes.count - start - secret.count + 1)
      {
        let isWhole = memcmp(found, secret, secret.count) == 0
        start = UnsafeRawPointer(found) - base
        if isWhole { places.append(start) }
        start += isWhole ? secret.count : 1
      }
      return places
    }
  }
}

extension Secret {
  /// False for one that could stand in a picture's base64 by chance, such as a row of zeros.
  fileprivate var isUnlikeAPicture: Bool { value.utf8.count >= 12 && Set(value.utf8).count >= 6 }
}
