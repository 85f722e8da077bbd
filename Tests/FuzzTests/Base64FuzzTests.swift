import Foundation
import StudioTestSupport
import Testing

@testable import StudioService
@testable import TerminalScreen

@Suite("Fuzz: base64", .timeLimit(Fuzz.timeLimit))
struct Base64FuzzTests {
  @Test("Any text decodes as Foundation decodes it, wherever it is cut, and bytes come back")
  func base64() throws {
    var fuzz = Fuzz("base64", usually: 2000)
    fuzz.words = [
      "=", "==", "===", "====", "A", "AA", "AAA", "AAAA", "-_", "+/", "\r\n", " ", "\t", "*", "\\",
      "\u{0}", "iVBORw0KGgo", "/9j/", "é",
    ]
    try fuzz.run(making: Self.make) { input, random in
      try Self.roundTrip(input, &random)
      let whole = Self.decode([input])
      try demand(
        Self.decode(random.once(in: 8) ? input.singles : [input]) == whole,
        "other bytes when read one by one")
      try demand(Self.decode(input.pieces(&random)) == whole, "other bytes when read in pieces")
      let (text, isClean) = Self.canonical(input)
      guard isClean else {
        try demand(!whole.isWhole, "damage is not noticed")
        return "damaged"
      }
      try demand(whole.isWhole == (text != nil), "\(whole.isWhole), it should be \(text != nil)")
      guard let text else { return "one sextet too many" }
      let foundation = Data(base64Encoded: Data(text)).map { [UInt8]($0) }
      try demand(foundation == whole.bytes, "\(whole.bytes), Foundation says \(foundation ?? [])")
      return "\(text.count % 4) \(input.contains(0x3D)) \(text.count == input.count)"
    }
  }

  private struct Decoding: Equatable {
    var bytes: [UInt8]
    var isWhole: Bool
  }

  private static func decode(_ pieces: [[UInt8]]) -> Decoding {
    var stream = Base64Stream()
    var bytes: [UInt8] = []
    for piece in pieces { piece.withUnsafeBytes { stream.decode($0, into: &bytes) } }
    stream.flush(into: &bytes)
    return Decoding(bytes: bytes, isWhole: stream.finish())
  }

  /// The input takes part as bytes as well.
  private static func roundTrip(_ bytes: [UInt8], _ random: inout SeededGenerator) throws {
    let text = Base64.encoded(bytes)
    try demand(text.elementsEqual(Data(bytes).base64EncodedData()), "encoded otherwise")
    let decoding = decode(text.pieces(&random))
    try demand(decoding == Decoding(bytes: bytes, isWhole: true), "not what was encoded")
  }

  /// The same in the standard alphabet without white space, padded; `isClean` where nothing foreign is
  /// in it, and no text where the characters cannot come out even.
  private static func canonical(_ input: [UInt8]) -> (text: [UInt8]?, isClean: Bool) {
    var text: [UInt8] = []
    var hasEnded = false
    for byte in input where !" \t\r\n".utf8.contains(byte) {
      switch byte {
      case UInt8(ascii: "="): hasEnded = true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        guard !hasEnded else { return (nil, false) }
        text.append(byte == UInt8(ascii: "-") ? 0x2B : byte == UInt8(ascii: "_") ? 0x2F : byte)
      default: return (nil, false)
      }
    }
    if text.count % 4 == 1 { return (nil, true) }
    return (text + [UInt8](repeating: 0x3D, count: (4 - text.count % 4) % 4), true)
  }

  private static func make(_ generator: inout SeededGenerator) -> [UInt8] {
    let bytes = (0..<generator.below(90)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    var options: Data.Base64EncodingOptions = []
    if generator.once(in: 3) { options = [.lineLength64Characters, .endLineWithCarriageReturn] }
    let text = Array(Data(bytes).base64EncodedData(options: options))
    guard generator.once(in: 3) else { return text }
    return text.filter { $0 != 0x3D }.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
  }
}
