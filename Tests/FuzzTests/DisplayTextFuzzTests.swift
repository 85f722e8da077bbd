import Glibc
import StudioTestSupport
import Testing

@testable import CapabilitySpecs
@testable import StudioService
@testable import TerminalScreen

@Suite("Fuzz: text of the outside", .timeLimit(Fuzz.timeLimit))
struct DisplayTextFuzzTests {
  @Test("Nothing that a terminal would obey survives, and a text is as wide as it was measured")
  func texts() throws {
    var fuzz = Fuzz("display-text", usually: 2000)
    fuzz.longest = 256
    fuzz.words = [
      "\u{1B}[31m", "\u{1B}]0;x\u{7}", "\u{9B}2J", "\u{202E}", "\u{2066}", "\u{200B}", "\u{FE0F}",
      "\u{200D}",
      "👨", "🏽", "🇩🇪", "e\u{301}", "\u{301}\u{302}\u{303}\u{304}", "日本", "\t", "\r\n", "\n", "\u{85}",
      "\u{2028}", "\u{AD}", "\u{10EEEE}\u{305}", "\u{E0041}", "\u{FFF9}",
      "\u{1100}\u{1161}\u{11A8}",
      "\u{600}", "\u{6DD}", "\u{1160}", "\u{115F}", "\u{3164}", "\u{FFA0}", "\u{17B4}", "\u{13430}",
      "…",
    ]
    try fuzz.run(making: Self.make) { input, random in
      let outside = String(decoding: input, as: UTF8.self)
      let breaks: [DisplayText.LineBreaks] = [.spaces, .marks, .kept]
      let kept = breaks[random.below(3)]
      let text = DisplayText(outside, lineBreaks: kept, tabWidth: 1 + random.below(8))
      try Self.checkClean(text.string, lineEnds: kept == .kept)
      try Self.checkWidth(text)
      try demand(DisplayText(text.string, lineBreaks: kept) == text, "changed by a second filter")
      try Self.checkLayout(text, columns: 1 + random.below(30))
      try Self.checkCells(text, random.below(12))
      try Self.checkOthers(outside)
      return "\(text.columns / 4) \(text.lines.count) \(text.string.utf8.count / 16)"
    }
  }

  /// Judged by Unicode's own properties, not by the filter's table.
  private static func checkClean(_ text: String, lineEnds: Bool) throws {
    for scalar in text.unicodeScalars where !(lineEnds && scalar == "\n") {
      let properties = scalar.properties
      let code = String(scalar.value, radix: 16)
      switch properties.generalCategory {
      case .control, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned:
        throw Broken("U+\(code) survives")
      default: break
      }
      let isBidi =
        [0x061C, 0x200E, 0x200F].contains(scalar.value)
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      try demand(!isBidi && !properties.isDefaultIgnorableCodePoint, "U+\(code) survives")
      try demand(scalar.value != 0x10EEEE, "kitty's placeholder survives")
    }
  }

  /// By the C library's own count.
  private static func checkWidth(_ text: DisplayText) throws {
    let widths = text.string.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { line in line.reduce(0) { $0 + columns(of: $1) } }
    try demand(widths.max() == text.columns, "\(text.columns) columns, really \(widths)")
    try demand(text.lines.map(\.columns) == widths, "the lines are of another width")
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    let previous = uselocale(CLibrary.locale)
    defer { uselocale(previous) }
    return Int(CLibrary.width(scalar.value))
  }

  /// Swift's module of the C library leaves this function out.
  private enum CLibrary {
    typealias Width = @convention(c) (UInt32) -> Int32

    static let width = unsafeBitCast(dlsym(nil, "wcwidth"), to: Width.self)
    // Made once, never changed and never freed: locales may be used by several threads.
    nonisolated(unsafe) static let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
  }

  private static func checkLayout(_ text: DisplayText, columns: Int) throws {
    let prefix = text.prefix(columns: columns)
    try checkWidth(prefix)
    let isPrefix = text.string.unicodeScalars.starts(with: prefix.string.unicodeScalars)
    try demand(prefix.columns <= columns && isPrefix, "a wrong prefix")
    let cut = text.truncated(columns: columns)
    try checkWidth(cut)
    try demand(cut.columns <= columns, "cut to \(cut.columns), not \(columns)")
    let lines = text.wrapped(columns: columns)
    for line in lines {
      try checkWidth(line)
      try demand(line.columns <= max(columns, 2), "wrapped to \(line.columns), not \(columns)")
    }
    let letters = lines.flatMap { $0.string.unicodeScalars.filter { $0 != " " } }
    let wanted = text.string.unicodeScalars.filter { $0 != " " && $0 != "\n" }
    try demand(letters == Array(wanted), "wrapping changed the text")
    try checkWidth(text + cut)
  }

  /// What comes to stand in the cells of a screen.
  private static func checkCells(_ text: DisplayText, _ column: Int) throws {
    var buffer = CellBuffer(size: GridSize(rows: 1, columns: 12))
    buffer.write(text, at: Point(row: 0, column: column), truncation: .ellipsis)
    for line in buffer.textLines { try checkClean(line, lineEnds: false) }
  }

  /// The filters of targets that cannot see this one.
  private static func checkOthers(_ outside: String) throws {
    for clean in [ServiceText.clean(outside) ?? "", PrintableText.clean(outside)] {
      for scalar in clean.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse:
          throw Broken("U+\(String(scalar.value, radix: 16)) survives")
        default: break
        }
      }
    }
  }

  private static func make(_ generator: inout SeededGenerator) -> [UInt8] {
    var text = ""
    for _ in 0..<generator.below(40) { text.unicodeScalars.append(generator.scalar()) }
    return Array(text.utf8)
  }
}
