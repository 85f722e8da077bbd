/// The identifier patterns of the alpha2 schema.
enum Identifier {
  /// `^[a-zA-Z0-9-]+$`: namespaces, resources, operations, tools.
  static func isKebab(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
  }

  /// `^[a-zA-Z0-9-_*]+$`: parameter names, binding source keys.
  static func isExtended(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { isAlphanumeric($0) || "-_*".utf8.contains($0) }
  }

  /// `^[A-Z][A-Z0-9_]*$`: binding variables.
  static func isVariable(_ text: String) -> Bool {
    guard let first = text.utf8.first, isUppercase(first) else { return false }
    return text.utf8.allSatisfy { isUppercase($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  /// `^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`.
  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  /// An ASCII letter or digit.
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

  /// An ASCII letter.
  static func isLetter(_ byte: UInt8) -> Bool {
    isUppercase(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  /// A hexadecimal digit.
  static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || "abcdefABCDEF".utf8.contains(byte)
  }

  /// An ASCII digit.
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isUppercase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
