/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// For people, of our own making: nothing of the text is in it.
  public var problem: String
  /// Bytes before the place.
  public var offset: Int

  public var description: String { "\(problem) at byte \(offset)" }
}

extension JSONValue {
  /// Reads one JSON text (RFC 8259), strictly: UTF-8 without a byte order mark, no member twice, no
  /// lone surrogates, nested at most 128 deep, at most 1,000,000 values: each takes far more memory
  /// than the two bytes it may come in.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    let bytes = ContiguousArray(bytes)
    var parser = JSONParser(bytes)
    self = try parser.parse()
  }
}

/// A strict reader of one JSON text.
struct JSONParser {
  private static let deepest = 128
  private static let mostValues = 1_000_000

  private let bytes: ContiguousArray<UInt8>
  private var place = 0
  private var depth = 0
  private var values = 0

  init(_ bytes: ContiguousArray<UInt8>) { self.bytes = bytes }

  mutating func parse() throws(JSONError) -> JSONValue {
    let value = try value()
    skipSpace()
    guard place == bytes.count else { throw problem("something follows the value") }
    return value
  }

  private func problem(_ text: String) -> JSONError { JSONError(problem: text, offset: place) }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    values += 1
    guard values <= Self.mostValues else { throw problem("too many values") }
    switch next {
    case UInt8(ascii: "{"):
      return .object(try nested { (parser) throws(JSONError) in try parser.object() })
    case UInt8(ascii: "["):
      return .array(try nested { (parser) throws(JSONError) in try parser.array() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw problem("the text ends where a value is wanted")
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte):
      return .number(try number())
    default: throw problem("no value begins like this")
    }
  }

  private mutating func nested<Value>(
    _ body: (inout JSONParser) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    guard depth < Self.deepest else { throw problem("nested too deep") }
    depth += 1
    place += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[place...].starts(with: word.utf8) else {
      throw problem("no value begins like this")
    }
    place += word.utf8.count
    return value
  }
}

// Objects and arrays.
extension JSONParser {
  private mutating func object() throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    var names: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return JSONObject() }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a member's name is wanted") }
      let name = try string()
      guard names.insert(name).inserted else { throw problem("a member comes twice") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw problem("a colon is wanted") }
      members.append(JSONObject.Member(name: name, value: try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return JSONObject(distinct: members) }
      guard take(UInt8(ascii: ",")) else { throw problem("a comma or } is wanted") }
    }
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw problem("a comma or ] is wanted") }
    }
  }
}

// Numbers and strings.
extension JSONParser {
  private mutating func number() throws(JSONError) -> String {
    let start = place
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func digits() throws(JSONError) {
    let start = place
    while let byte = next, Self.isDigit(byte) { place += 1 }
    guard place > start else { throw problem("a digit is wanted") }
  }

  private mutating func string() throws(JSONError) -> String {
    place += 1
    var text = ""
    while true {
      text += try run()
      switch next {
      case UInt8(ascii: "\""):
        place += 1
        return text
      case UInt8(ascii: "\\"):
        place += 1
        text.unicodeScalars.append(try escape())
      case nil: throw problem("the text ends within a string")
      default: throw problem("a control character stands within a string")
      }
    }
  }

  /// The characters up to the next quote, backslash or control character.
  private mutating func run() throws(JSONError) -> String {
    let start = place
    while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      place += 1
    }
    guard start < place else { return "" }
    guard let text = String(validating: bytes[start..<place], as: UTF8.self) else {
      throw JSONError(problem: "a string is not UTF-8", offset: start)
    }
    return text
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw problem("the text ends within a string") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw problem("there is no such escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(UInt16(first)), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
    else { throw problem("half of a surrogate pair stands alone") }
    let second = try hexadecimal()
    guard UTF16.isTrailSurrogate(UInt16(second)),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw problem("half of a surrogate pair stands alone") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("four hexadecimal digits are wanted")
      }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }
}
