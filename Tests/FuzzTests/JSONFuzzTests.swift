import Foundation
import StudioCore
import StudioTestSupport
import Testing

@testable import ProviderSimulator

@Suite("Fuzz: JSON", .timeLimit(Fuzz.timeLimit))
struct JSONFuzzTests {
  @Test("Any bytes are read or refused as other readers do, and what is read survives writing")
  func json() throws {
    var fuzz = Fuzz("json", usually: 2000)
    fuzz.words = [
      "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud83d\\ude00", "\\ud800", "\\n",
      "null", "true", "false", "-", "1e", ".5", "\"a\":1,", "{\"a\":", "[[[[", "]]]]", "\u{FEFF}",
      "\"b64_json\"", "é", "e\u{301}", "\u{2028}", "[1,2]", "{\"\":{}}", " \t\r\n",
    ]
    try fuzz.run(making: Self.make) { input, _ in
      switch Result(catching: { () throws(JSONError) in try JSONValue(parsing: input) }) {
      case .success(let value): try Self.check(value, of: input)
      case .failure(let error): try Self.check(error, of: input)
      }
    }
  }

  private static func check(_ value: JSONValue, of input: [UInt8]) throws -> String {
    let text = value.json
    let isOneLine = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    try demand(isOneLine, "a control character is in \(text)")
    let again = try JSONValue(parsing: text.utf8)
    try demand(again == value && again.hashValue == value.hashValue, "changed by writing")
    try demand(again.json == text, "the order of members changed by writing")
    try demand((try? WireJSON.parse(input)) != nil, "the simulator refuses it")
    let seen = Shape(value)
    guard seen.isPlain else { return seen.word }
    let foundation = try JSONDecoder().decode(JSONValue.self, from: Data(input))
    try demand(Self.isSame(value, foundation), "Foundation reads \(foundation.json)")
    return seen.word
  }

  /// What is refused, others refuse as well, but for what only we refuse.
  private static func check(_ error: JSONError, of input: [UInt8]) throws -> String {
    try demand((0...input.count).contains(error.offset), "an offset beyond the end")
    let ours: Set = [
      "a member comes twice", "half of a surrogate pair stands alone", "nested too deep",
    ]
    // Foundation takes a byte order mark, and other encodings than UTF-8.
    let isOther = input.contains(0) || input.starts(with: [0xEF, 0xBB, 0xBF])
    guard !ours.contains(error.problem), !isOther else { return error.problem }
    // Each of these takes what the other does not: a comma too many, something behind the value.
    let accepted = try? JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)
    let isAccepted = accepted != nil && (try? WireJSON.parse(input)) != nil
    try demand(!isAccepted, "others take it for JSON, we say \(error)")
    return error.problem
  }

  /// Equal but for how a number is written.
  private static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
    switch (one, other) {
    case (.number(let one), .number(let other)):
      // Foundation takes 1.23e9 for a whole number, and is off by one where that is a large one.
      guard let left = Double(one), let right = Double(other) else { return false }
      return one == other || abs(left - right) <= 1e-15 * abs(left)
    case (.array(let one), .array(let other)):
      return one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
    case (.object(let one), .object(let other)):
      return one.members.count == other.members.count
        && one.members.allSatisfy { member in
          other[member.name].map { isSame(member.value, $0) } ?? false
        }
    default: return one == other
    }
  }

  private static func make(_ generator: inout SeededGenerator) -> [UInt8] {
    var room = 60
    return Array(value(&generator, depth: 0, room: &room).json.utf8)
  }

  private static func value(
    _ generator: inout SeededGenerator, depth: Int, room: inout Int
  ) -> JSONValue {
    room -= 1
    switch generator.below(depth > 6 || room < 0 ? 6 : 9) {
    case 0: return .null
    case 1: return .bool(generator.once(in: 2))
    case 2: return .number(generator.below(1000) - 500)
    case 3: return .number("\(Double(generator.below(1 << 40)) / 1024)e\(generator.below(40))")
    case 4, 5: return .string(text(&generator))
    case 6:
      return .array(
        (0..<generator.below(6)).map { _ in
          value(&generator, depth: depth + 1, room: &room)
        })
    default:
      return .object(
        JSONObject(
          (0..<generator.below(6)).map { _ in
            .init(name: text(&generator), value: value(&generator, depth: depth + 1, room: &room))
          }))
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<generator.below(8) { text.unicodeScalars.append(generator.scalar()) }
    return text
  }
}

/// What a value is made of.
private struct Shape {
  private var depth = 0
  private var kinds: Set<Character> = []
  /// Whether Foundation, too, can hold all of it: numbers within `Double`.
  private(set) var isPlain = true

  init(_ value: JSONValue) { take(value, at: 0) }

  var word: String { "\(depth)\(String(kinds.sorted()))" }

  private mutating func take(_ value: JSONValue, at depth: Int) {
    self.depth = max(self.depth, depth)
    switch value {
    case .null: kinds.insert("0")
    case .bool: kinds.insert("b")
    case .string(let text): kinds.insert(text.isEmpty ? "e" : text.utf8.count > 99 ? "S" : "s")
    case .number(let text):
      let number = Double(text) ?? .nan
      // Too large for Foundation, or so small that it takes it for too small.
      if !number.isFinite || abs(number) < 1e-300 && number != 0 { isPlain = false }
      if number == 0, text.contains(where: { ("1"..."9").contains($0) }) { isPlain = false }
      kinds.insert(value.int != nil ? "i" : number.isFinite ? "d" : "D")
    case .array(let elements):
      kinds.insert(elements.isEmpty ? "a" : "A")
      for element in elements { take(element, at: depth + 1) }
    case .object(let object):
      kinds.insert(object.isEmpty ? "o" : "O")
      for member in object.members { take(member.value, at: depth + 1) }
    }
  }
}
