import StudioCore
import Testing

@Suite("A JSON text", .timeLimit(.minutes(3)))
struct JSONParserTests {
  @Test("holds at most a million values")
  func values() throws {
    func list(_ elements: Int) -> [UInt8] {
      Array(("[" + String(repeating: "0,", count: elements - 1) + "0]").utf8)
    }
    // The list itself is one value.
    #expect(try JSONValue(parsing: list(999_999)).elements.count == 999_999)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: list(1_000_000)) }
    #expect(error?.problem == "too many values")
  }
}
