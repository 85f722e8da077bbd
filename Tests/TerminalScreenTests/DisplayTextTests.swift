import StudioTestSupport
import Testing

@testable import TerminalScreen

@Suite("Text from outside is safe to show", .timeLimit(.minutes(3)))
struct DisplayTextTests {
  @Test(
    "Each kind of dangerous text has its visible or empty form",
    arguments: [
      ("plain", "plain"), ("a\u{1B}[31mb", "a␛[31mb"), ("\0\u{7F}", "␀␡"),
      ("\u{9B}31m", "\u{FFFD}31m"), ("a\u{202E}b\u{2066}c\u{200F}", "abc"),
      ("a\u{200B}b\u{FEFF}c", "abc"), ("👍🏽", "👍"), ("❤\u{FE0F}", "❤"),
      ("👨\u{200D}👩", "👨👩"), ("e\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}"),
      ("\u{301}a", "a"), ("\u{10FFFE}", "\u{FFFD}"), ("\u{10EEEE}\u{305}", "\u{FFFD}\u{305}"),
      ("a\r\nb\nc", "a b c"), ("a\tb", "a   b"), ("x\u{2028}y", "x y"), ("日本", "日本"),
    ])
  func sanitised(_ outside: String, _ shown: String) {
    #expect(DisplayText(outside).string == shown)
  }

  @Test("Line ends become spaces, marks, or stay")
  func lineBreaks() {
    #expect(DisplayText("a\nb", lineBreaks: .marks).string == "a⏎b")
    let kept = DisplayText("ab\r\n日本語", lineBreaks: .kept)
    #expect(kept.lines.map(\.string) == ["ab", "日本語"])
    #expect(kept.columns == 6)
  }

  @Test("Whatever comes in, no control, no bidi control and no zero-width space comes out")
  func properties() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let text = DisplayText(randomText(&generator), lineBreaks: .spaces)
      let scalars = text.string.unicodeScalars
      #expect(!scalars.contains { isControl($0) || (0x200B...0x200F).contains($0.value) })
      #expect(!scalars.contains { (0x202A...0x202E).contains($0.value) })
      #expect(scalars.reduce(0) { $0 + CharacterWidth.columns(of: $1) } == text.columns)
      #expect(DisplayText(text.string) == text)
    }
  }

  @Test("A prefix fits, and wrapped lines fit and keep every letter")
  func layout() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<500 {
      let text = DisplayText(randomText(&generator), lineBreaks: .spaces)
      let limit = Int.random(in: 2...20, using: &generator)
      #expect(text.prefix(columns: limit).columns <= limit)
      #expect(text.truncated(columns: limit).columns <= limit)
      let lines = text.wrapped(columns: limit)
      #expect(lines.allSatisfy { $0.columns <= limit })
      let letters = lines.map(\.string).joined().unicodeScalars.filter { $0 != " " }
      #expect(letters.elementsEqual(text.string.unicodeScalars.filter { $0 != " " }))
    }
  }

  @Test("Words stay whole, long ones are cut, and ideographs break anywhere")
  func wrapping() {
    #expect(wrap("the quick brown fox", 9) == ["the quick", "brown fox"])
    #expect(wrap("the  quick", 4) == ["the", "quic", "k"])
    #expect(wrap("abcdefgh", 3) == ["abc", "def", "gh"])
    #expect(wrap("日本語です", 5) == ["日本", "語で", "す"])
    #expect(wrap("", 5) == [""])
    #expect(wrap("日", 1) == ["日"])
  }

  private func wrap(_ text: DisplayText, _ columns: Int) -> [String] {
    text.wrapped(columns: columns).map(\.string)
  }

  @Test("A cut text ends in an ellipsis, and a wide character is never halved")
  func truncation() {
    #expect(DisplayText("abcdef").truncated(columns: 4).string == "abc…")
    #expect(DisplayText("abc").truncated(columns: 3).string == "abc")
    #expect(DisplayText("日本語").prefix(columns: 5).string == "日本")
    #expect(DisplayText("abc").truncated(columns: 0).isEmpty)
  }

  private func randomText(_ generator: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x7F, 0x61...0x7A, 0x20...0x20, 0x80...0x2FF, 0x300...0x36F, 0x600...0x6FF,
      0x1100...0x11FF, 0x2000...0x206F, 0x4E00...0x4E20, 0xFE00...0xFEFF, 0x1F300...0x1F6FF,
      0xE0000...0xE0100, 0x10EEEE...0x10EEEE,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      let range = ranges.randomElement(using: &generator) ?? 0...0x7F
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
