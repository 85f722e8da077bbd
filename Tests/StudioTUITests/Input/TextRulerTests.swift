import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The text ruler", .timeLimit(.minutes(3)))
struct TextRulerTests {
  private static let blocks: [ClosedRange<UInt32>] = [
    0x20...0x1FFF, 0x2000...0x2BFF, 0x3000...0x31FF, 0x9FF0...0xA0FF, 0xAC00...0xAC80,
    0xFE00...0xFFFF, 0x1F000...0x1FBFF, 0xE0000...0xE01FF,
  ]

  @Test("gives every scalar the columns in which it is shown")
  func widths() {
    for scalar in Self.blocks.joined().compactMap(Unicode.Scalar.init) where scalar != "\r" {
      let text = String(Character(scalar))
      let shown = DisplayText(text, lineBreaks: .marks, tabWidth: TextRuler.tabWidth).columns
      let measured = TextRuler.with(text) { $0.character(at: 0, column: 0) }
      #expect(measured == (text.utf8.count, shown), "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test("ends characters where the language does", arguments: 1...8 as ClosedRange<UInt64>)
  func boundaries(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let scalars = (0..<6).compactMap { _ in
        Self.blocks.randomElement(using: &random)?.randomElement(using: &random)
      }
      let usual: [UInt32] = [0x61, 0x301, 0x200D, 0x1F469, 0x1F3FD, 0x1F1E9, 0x6F22, 0x3099]
      let mixed = scalars.map {
        Bool.random(using: &random) ? $0 : usual.randomElement(using: &random) ?? $0
      }
      let text = mixed.compactMap(Unicode.Scalar.init).filter { $0 != "\r" }
        .reduce(into: "") { $0.unicodeScalars.append($1) }
      let lengths = TextRuler.with(text) { ruler in
        var lengths: [Int] = []
        var place = 0
        while place < ruler.count {
          lengths.append(ruler.character(at: place, column: 0).length)
          place += lengths.last ?? ruler.count
        }
        return lengths
      }
      #expect(lengths == text.map(\.utf8.count), "\(text.unicodeScalars.map(\.value))")
    }
  }
}
