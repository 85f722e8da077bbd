import FoundationEssentials

/// Standard base64 with padding of bytes that arrive in pieces of any length.
struct Base64Stream {
  private var carry: [UInt8] = []

  /// The encoded form of all complete groups of three bytes so far.
  mutating func encode(_ piece: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = carry
    bytes += piece
    let whole = bytes.count - bytes.count % 3
    carry = Array(bytes[whole...])
    return Array(Data(bytes[..<whole]).base64EncodedData())
  }

  /// The last group with its padding.
  mutating func finish() -> [UInt8] {
    defer { carry = [] }
    return Array(Data(carry).base64EncodedData())
  }

  /// Characters that `count` bytes become.
  static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }
}
