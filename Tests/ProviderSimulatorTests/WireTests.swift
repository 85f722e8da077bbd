import Testing

@testable import ProviderSimulator

@Suite("Bytes on the wire", .timeLimit(.minutes(3)))
struct WireTests {
  @Test(
    "JSON keeps order and spelling",
    arguments: [
      #"{"b":1,"a":[true,null,-1.50e3,"x"]}"#, #"{"b":{},"a":[]}"#, #""é\n\"\\""#,
    ])
  func roundTrip(text: String) throws {
    #expect(try WireJSON.parse(Array(text.utf8)).line() == text)
  }

  @Test("Escapes are read, surrogates joined, lone ones replaced")
  func escapes() throws {
    let value = try WireJSON.parse(Array(#""\u0041\ud83d\ude00\ud800\t""#.utf8))
    #expect(value.text == "A😀\u{FFFD}\t")
    #expect(WireJSON.string("<&>").line(.go) == #""\u003c\u0026\u003e""#)
  }

  @Test("Deep nesting is refused")
  func depth() {
    #expect(throws: WireJSONError.self) {
      try WireJSON.parse(Array(String(repeating: "[", count: 100_000).utf8))
    }
  }

  @Test("Base64 in pieces is base64 of the whole", arguments: [0, 1, 2, 3, 1000])
  func base64(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var stream = Base64Stream()
    var text: [UInt8] = []
    for start in stride(from: 0, to: count, by: 4) {
      text += stream.encode(bytes[start..<min(start + 4, count)])
    }
    text += stream.finish()
    #expect(WireJSON.string(String(decoding: text, as: UTF8.self)).decoded == bytes)
    #expect(text.count == Base64Stream.length(of: count))
  }

  @Test("Percent coding goes both ways")
  func percent() {
    #expect(PercentCoding.decoded("my%20dep%2F1%zz%") == "my dep/1%zz%")
    #expect(PercentCoding.encoded("a b+/=é") == "a%20b%2B%2F%3D%C3%A9")
  }

  @Test("SHA-256 is the published one")
  func digest() {
    #expect(
      SHA256Digest.hexadecimal(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
