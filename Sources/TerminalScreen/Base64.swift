/// Base64 as terminals want it: the standard alphabet, padded, without line ends (RFC 4648, 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let count = (bytes.count + 2) / 3 * 4
    return [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      bytes.withUnsafeBufferPointer { source in
        alphabet.withUnsafeBufferPointer { encode(source, into: out, by: $0) }
      }
      filled = count
    }
  }

  private static func encode(
    _ source: UnsafeBufferPointer<UInt8>, into out: UnsafeMutableBufferPointer<UInt8>,
    by alphabet: UnsafeBufferPointer<UInt8>
  ) {
    var position = 0
    for start in stride(from: 0, to: source.count, by: 3) {
      let left = source.count - start
      let value =
        Int(source[start]) << 16 | (left > 1 ? Int(source[start + 1]) << 8 : 0)
        | (left > 2 ? Int(source[start + 2]) : 0)
      out[position] = alphabet[value >> 18]
      out[position + 1] = alphabet[value >> 12 & 63]
      out[position + 2] = left > 1 ? alphabet[value >> 6 & 63] : UInt8(ascii: "=")
      out[position + 3] = left > 2 ? alphabet[value & 63] : UInt8(ascii: "=")
      position += 4
    }
  }
}
