/// Gives a terminal's own terminfo entry 24-bit colours, in memory: ncurses knows only what the
/// entry says, and the `…-direct` entries are seldom installed.
///
/// A colour number below 2²⁴ is red, green and blue; 2²⁴ + n is number n of the 256-colour palette,
/// so the user's own colours (and colours that carry meaning, such as image ids) stay reachable.
enum DirectColorTerminfo {
  /// The number that palette colour 0 has.
  static let paletteBase: Int32 = 0x100_0000

  /// The value for the variable TERMINFO that makes ncurses use the patched entry; nil when the
  /// terminal has no entry on disk.
  static func variable(term: String, environment: TerminalEnvironment) -> String? {
    guard var entry = TerminfoDatabase.entry(named: term, in: environment) else { return nil }
    patch(&entry)
    return "b64:" + base64(entry.serialized)
  }

  /// Indices into the predefined capabilities, from term.h.
  private enum Index {
    static let canChange = 27
    static let maxColors = 13
    static let maxPairs = 14
    static let originalColors = 298
    static let initializeColor = 299
    /// What moves lines of the terminal down: il1, il, rin, ri.
    static let scrollingDown = [53, 110, 113, 130]
    static let setForeground = 359
    static let setBackground = 360
  }

  static func patch(_ entry: inout TerminfoEntry) {
    pad(&entry.flags, to: Index.canChange + 1, with: 0)
    pad(&entry.numbers, to: Index.maxPairs + 1, with: -1)
    pad(&entry.strings, to: Index.setBackground + 1, with: nil)
    entry.flags[Index.canChange] = 0
    entry.numbers[Index.maxColors] = paletteBase + 256
    entry.numbers[Index.maxPairs] = 0x20_0000
    entry.strings[Index.originalColors] = nil
    entry.strings[Index.initializeColor] = nil
    // Without them curses moves no lines. It would to save a few bytes of a list, and so tear the
    // picture beside it, each cell of which takes forty.
    for index in Index.scrollingDown { entry.strings[index] = nil }
    entry.strings[Index.setForeground] = setColor(ground: 3)
    entry.strings[Index.setBackground] = setColor(ground: 4)
    let name = Array("RGB".utf8)
    entry.namedNumbers.removeAll { $0.name == name }
    entry.namedStrings.removeAll { $0.name == name }
    entry.namedFlags.removeAll { $0.name == name }
    entry.namedFlags.append((name, 1))
  }

  /// `ESC[38;5;n m` for palette numbers, `ESC[38;2;r;g;b m` for the others.
  private static func setColor(ground: Int) -> [UInt8] {
    let base = paletteBase
    return Array(
      """
      \u{1B}[\(ground)8;%?%p1%{\(base)}%<\
      %t2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d\
      %e5;%p1%{\(base)}%-%d%;m
      """.utf8)
  }

  private static func pad<Value>(_ values: inout [Value], to count: Int, with value: Value) {
    values += Array(repeating: value, count: max(0, count - values.count))
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        let isPadding = digit > group.count
        output.append(isPadding ? UInt8(ascii: "=") : alphabet[value >> (18 - 6 * digit) & 63])
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
