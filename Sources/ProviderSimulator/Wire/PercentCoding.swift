/// Percent encoding of path and query parts.
enum PercentCoding {
  /// The text with every `%XX` decoded; an incomplete or wrong escape stays as it is.
  static func decoded(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), let byte = escapedByte(bytes, at: index) {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The text with everything but unreserved characters escaped.
  static func encoded(_ text: some StringProtocol) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isUnreserved =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || "-._~".unicodeScalars.contains(scalar)
      return isUnreserved
        ? String(Character(scalar)) : (byte < 16 ? "%0" : "%") + hexadecimal(byte)
    }.joined()
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    String(byte, radix: 16, uppercase: true)
  }

  private static func escapedByte(_ bytes: [UInt8], at index: Int) -> UInt8? {
    guard index + 2 < bytes.count else { return nil }
    return UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
  }
}
