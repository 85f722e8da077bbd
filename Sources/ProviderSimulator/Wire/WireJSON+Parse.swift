/// What is wrong with a body, in the words of Go's decoder, which Ollama passes on.
struct WireJSONError: Error, Equatable {
  var message: String
}

extension WireJSON {
  /// Reads the first JSON value of `bytes`; what follows it is ignored, as Go's decoder does.
  static func parse(_ bytes: [UInt8]) throws(WireJSONError) -> WireJSON {
    var parser = WireJSONParser(bytes: bytes)
    return try parser.document()
  }
}

/// A small recursive parser with Go's wording for what it meets.
private struct WireJSONParser {
  let bytes: [UInt8]
  var index = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(WireJSONError) -> WireJSON {
    skipSpace()
    guard index < bytes.count else { throw WireJSONError(message: "EOF") }
    return try value("looking for beginning of value")
  }

  private mutating func value(_ looking: String) throws(WireJSONError) -> WireJSON {
    skipSpace()
    depth += 1
    defer { depth -= 1 }
    guard depth < 512 else { throw WireJSONError(message: "exceeded max depth") }
    switch try current() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case let byte: throw invalid(byte, looking)
    }
  }

  private mutating func object() throws(WireJSONError) -> WireJSON {
    index += 1
    var members: [WireJSON.Member] = []
    skipSpace()
    if try current() == UInt8(ascii: "}") {
      index += 1
      return .object([])
    }
    while true {
      skipSpace()
      let first = try current()
      guard first == UInt8(ascii: "\"") else {
        throw invalid(first, "looking for beginning of object key string")
      }
      let name = try string()
      try expect(":", "after object key")
      members.append(.init(name: name, value: try value("looking for beginning of value")))
      if try closes("}", "after object key:value pair") { return .object(members) }
    }
  }

  private mutating func array() throws(WireJSONError) -> WireJSON {
    index += 1
    var values: [WireJSON] = []
    skipSpace()
    if try current() == UInt8(ascii: "]") {
      index += 1
      return .array([])
    }
    while true {
      values.append(try value("looking for beginning of value"))
      if try closes("]", "after array element") { return .array(values) }
    }
  }

  /// True at the closing bracket, false at a comma.
  private mutating func closes(
    _ close: Unicode.Scalar, _ looking: String
  ) throws(WireJSONError) -> Bool {
    skipSpace()
    let byte = try current()
    index += 1
    if byte == UInt8(ascii: close) { return true }
    guard byte == UInt8(ascii: ",") else { throw invalid(byte, looking) }
    return false
  }

  private mutating func expect(
    _ wanted: Unicode.Scalar, _ looking: String
  ) throws(WireJSONError) {
    skipSpace()
    let byte = try current()
    guard byte == UInt8(ascii: wanted) else { throw invalid(byte, looking) }
    index += 1
  }

  private mutating func word(
    _ word: String, _ value: WireJSON
  ) throws(WireJSONError) -> WireJSON {
    for wanted in word.utf8 {
      let byte = try current()
      guard byte == wanted else {
        let letter = Character(Unicode.Scalar(wanted))
        throw invalid(byte, "in literal \(word) (expecting '\(letter)')")
      }
      index += 1
    }
    return value
  }

  private mutating func number() -> WireJSON {
    let start = index
    while index < bytes.count, Self.isNumberByte(bytes[index]) { index += 1 }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func string() throws(WireJSONError) -> String {
    index += 1
    var text: [UInt8] = []
    while true {
      let byte = try current()
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20:
        index -= 1
        throw invalid(byte, "in string literal")
      default: text.append(byte)
      }
    }
  }

  private mutating func escape() throws(WireJSONError) -> Character {
    let byte = try current()
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(byte))
    case UInt8(ascii: "u"): return Character(try unicode())
    default: throw invalid(byte, "in string escape code")
    }
  }

  /// A lone surrogate becomes U+FFFD, as in Go.
  private mutating func unicode() throws(WireJSONError) -> Unicode.Scalar {
    let high = try hex()
    guard (0xD800..<0xDC00).contains(high) else {
      return Unicode.Scalar(high) ?? "\u{FFFD}"
    }
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    index += 2
    let low = try hex()
    guard (0xDC00..<0xE000).contains(low) else { return "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func hex() throws(WireJSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = try current()
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw invalid(byte, "in \\u hexadecimal character escape")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  private func current() throws(WireJSONError) -> UInt8 {
    guard index < bytes.count else { throw WireJSONError(message: "unexpected EOF") }
    return bytes[index]
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func invalid(_ byte: UInt8, _ looking: String) -> WireJSONError {
    WireJSONError(
      message: "invalid character '\(Character(Unicode.Scalar(byte)))' \(looking)")
  }
}
