import Testing

@testable import TerminalScreen

@Suite("Colours of a terminal", .timeLimit(.minutes(3)))
struct TerminfoTests {
  @Test(
    "An entry of the system survives reading and writing",
    arguments: ["xterm-256color", "tmux-256color", "screen-256color", "xterm", "linux", "vt100"])
  func roundTrip(_ name: String) throws {
    let entry = try #require(TerminfoDatabase.entry(named: name, in: TerminalEnvironment([:])))
    #expect(entry.names.starts(with: name.utf8))
    #expect(TerminfoEntry(entry.serialized) == entry)
  }

  @Test(
    "The patched entry has 24-bit colours, moves no lines, and keeps everything else",
    arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
  func patched(_ name: String) throws {
    let before = try #require(TerminfoDatabase.entry(named: name, in: TerminalEnvironment([:])))
    var after = before
    DirectColorTerminfo.patch(&after)
    #expect(after.colorCount == DirectColorTerminfo.paletteBase + 256)
    #expect(after.namedFlags.contains { $0.name == Array("RGB".utf8) && $0.value == 1 })
    let changed = before.strings.indices.filter { before.strings[$0] != after.strings[$0] }
    #expect(Set(changed).isSubset(of: [53, 110, 113, 130, 298, 299, 359, 360]))
    #expect([53, 110, 113, 130].allSatisfy { after.strings[$0] == nil })
    #expect(TerminfoEntry(after.serialized) == after)
  }

  @Test("Names that are no file names, and damaged entries, are refused")
  func refused() throws {
    for name in ["", "../etc/passwd", ".hidden", "no-such-terminal"] {
      #expect(TerminfoDatabase.entry(named: name, in: TerminalEnvironment([:])) == nil)
    }
    let entry = try #require(TerminfoDatabase.entry(named: "xterm", in: TerminalEnvironment([:])))
    let bytes = entry.serialized
    for count in stride(from: 0, to: bytes.count, by: 7) {
      _ = TerminfoEntry(Array(bytes[..<count]))
    }
    #expect(TerminfoEntry([]) == nil)
    #expect(TerminfoEntry(Array(bytes[..<40])) == nil)
  }

  @Test(
    "The depth follows from the environment",
    arguments: [
      (["TERM": "xterm-256color"], 256, ColorDepth.palette256),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, .truecolor),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], 256, .mono),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""], 256, .truecolor),
      (["TERM": "tmux-256color", "COLORTERM": "truecolor", "TMUX": "/t"], 256, .truecolor),
      (["TERM": "screen-256color", "COLORTERM": "truecolor", "STY": "1"], 256, .palette256),
      (["TERM": "screen"], 8, .ansi16), (["TERM": "linux", "COLORTERM": "24bit"], 8, .ansi16),
      (["TERM": "xterm-kitty"], 256, .truecolor), (["TERM": "vt100"], -1, .mono),
      (["TERM": "xterm"], 8, .ansi16), (["TERM": "xterm-direct"], 16_777_216, .truecolor),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"], 256, .palette256),
    ])
  func depth(_ environment: [String: String], _ colors: Int, _ depth: ColorDepth) {
    let environment = TerminalEnvironment(environment)
    #expect(ColorSupport.depth(in: environment, terminfoColors: colors) == depth)
  }
}
