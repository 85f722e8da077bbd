/// Names one generation for ever: `20261121T091500Z-7f3a9c1e`. Sorts by time of creation.
///
/// It is a folder's name, so that it is never built from text of the outside.
public struct GenerationID: RawRepresentable, Hashable, Sendable, Codable, Comparable,
  CustomStringConvertible
{
  public let rawValue: String

  /// Accepts only the shape `yyyymmddThhmmssZ-xxxxxxxx` (digits, and eight lower-case hex digits).
  public init?(rawValue: String) {
    let bytes = Array(rawValue.utf8)
    guard bytes.count == 25, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
      bytes[16] == UInt8(ascii: "-"), (bytes[0..<8] + bytes[9..<15]).allSatisfy(Self.isDigit),
      bytes[17...].allSatisfy({ Self.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")) ~= $0 })
    else { return nil }
    self.rawValue = rawValue
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte
  }

  public static func < (left: GenerationID, right: GenerationID) -> Bool {
    left.rawValue < right.rawValue
  }

  public var description: String { rawValue }

  /// `2026/11/21`: the folders that the generation's own folder lies in.
  public var datePath: String {
    let digits = rawValue
    let month = digits.index(digits.startIndex, offsetBy: 4)
    let day = digits.index(month, offsetBy: 2)
    let end = digits.index(day, offsetBy: 2)
    return "\(digits[..<month])/\(digits[month..<day])/\(digits[day..<end])"
  }
}
