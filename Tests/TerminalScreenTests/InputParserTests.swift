import StudioTestSupport
import Testing

@testable import TerminalScreen

/// Bytes, and the events they mean once nothing more follows.
private let known: [(bytes: String, events: [InputEvent])] = [
  ("a", [key("a")]), ("é", [key("é")]), ("日", [key("日")]), (" ", [key("Space")]),
  ("\r", [key("Enter")]), ("\n", [key("Ctrl-J")]), ("\t", [key("Tab")]),
  ("\u{7F}", [key("Backspace")]), ("\u{8}", [key("Backspace")]), ("\0", [key("Ctrl-Space")]),
  ("\u{11}", [key("Ctrl-Q")]), ("\u{1C}", [key("Ctrl-\\")]), ("\u{1F}", [key("Ctrl-_")]),
  ("\u{1B}", [key("Escape")]), ("\u{1B}\u{1B}", [key("Escape"), key("Escape")]),
  ("\u{1B}x", [key("Alt-x")]), ("\u{1B}\r", [key("Alt-Enter")]), ("\u{1B}é", [key("Alt-é")]),
  ("\u{1B}[", [key("Alt-[")]), ("\u{1B}O", [key("Alt-O")]), ("\u{1B}]", [key("Alt-]")]),
  ("\u{1B}[A", [key("Up")]), ("\u{1B}OA", [key("Up")]), ("\u{1B}\u{1B}[A", [key("Alt-Up")]),
  ("\u{1B}[1;5C", [key("Ctrl-Right")]), ("\u{1B}[1;4D", [key("Alt-Shift-Left")]),
  ("\u{1B}[H", [key("Home")]), ("\u{1B}OF", [key("End")]), ("\u{1B}[Z", [key("Shift-Tab")]),
  ("\u{1B}OP", [key("F1")]), ("\u{1B}[[C", [key("F3")]), ("\u{1B}[15~", [key("F5")]),
  ("\u{1B}[1;2R", [key("Shift-F3")]), ("\u{1B}[24;5~", [key("Ctrl-F12")]),
  ("\u{1B}[3~", [key("Delete")]), ("\u{1B}[5;3~", [key("Alt-PageUp")]),
  ("\u{1B}OM", [key("Enter")]), ("\u{1B}Oy", [key("9")]),
  ("\u{1B}[13;5u", [key("Ctrl-Enter")]), ("\u{1B}[27u", [key("Escape")]),
  ("\u{1B}[97;4u", [key("Alt-A")]), ("\u{1B}[106;5:1u", [key("Ctrl-J")]),
  ("\u{1B}[106;5:3u", []), ("\u{1B}[27;5;13~", [key("Ctrl-Enter")]),
  ("\u{1B}[57414u", [key("Enter")]), ("\u{1B}[57441;2u", []),
  ("\u{1B}[I", [.focus(true)]), ("\u{1B}[O", [.focus(false)]),
  ("\u{1B}[<0;5;3M", [mouse(.press, .left, 2, 4)]),
  ("\u{1B}[<0;5;3m", [mouse(.release, .left, 2, 4)]),
  ("\u{1B}[<34;300;3M", [mouse(.drag, .right, 2, 299)]),
  ("\u{1B}[<65;1;1M", [mouse(.wheelDown, .none, 0, 0)]),
  ("\u{1B}[<16;1;1M", [mouse(.press, .left, 0, 0, .ctrl)]),
  ("\u{1B}[M !!", [mouse(.press, .left, 0, 0)]),
  ("\u{1B}[?62;4c", [.reply(.control("?62;4c"))]), ("\u{1B}[7;3R", [.reply(.control("7;3R"))]),
  ("\u{1B}[6;20;10t", [.reply(.control("6;20;10t"))]),
  ("\u{1B}]11;rgb:0/0/0\u{7}", [.reply(.system("11;rgb:0/0/0"))]),
  ("\u{1B}]11;rgb:0/0/0\u{1B}\\", [.reply(.system("11;rgb:0/0/0"))]),
  ("\u{1B}P>|kitty(0.41.1)\u{1B}\\", [.reply(.device(">|kitty(0.41.1)"))]),
  ("\u{1B}_Gi=31;OK\u{1B}\\", [.reply(.application("Gi=31;OK"))]),
  ("\u{1B}^private\u{1B}\\b", [key("b")]), ("\u{1B}[12;99Qb", [key("Alt-F2"), key("b")]),
  ("\u{1B}[200~one\rtwo\r\nthree\u{1B}[201~.", [.paste("one\ntwo\nthree"), key(".")]),
  ("\u{1B}[200~a\u{1B}[20\u{1B}[A\u{1B}[201~", [.paste("a\u{1B}[20\u{1B}[A")]),
  ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
  ("\u{1B}[99;99;99y1", [.reply(.control("99;99;99y")), key("1")]),
  ("\u{1B}[1\u{18}a", [key("a")]), ("\u{1B}]2;x\u{1B}[Aa", [key("Up"), key("a")]),
]

private func key(_ name: String) -> InputEvent {
  .key(KeyChord(parsing: name) ?? KeyChord(.function(99)))
}

private func mouse(
  _ action: MouseEvent.Action, _ button: MouseEvent.Button, _ row: Int, _ column: Int,
  _ modifiers: Modifiers = []
) -> InputEvent {
  .mouse(MouseEvent(action, button, at: Point(row: row, column: column), modifiers: modifiers))
}

private func events(of pieces: [[UInt8]]) -> [InputEvent] {
  var parser = InputParser()
  return pieces.flatMap { parser.feed($0) } + parser.flush()
}

@Suite("Bytes from the terminal become events", .timeLimit(.minutes(3)))
struct InputParserTests {
  @Test("Every known sequence means its event", arguments: known.indices)
  func knownSequence(_ index: Int) {
    #expect(events(of: [Array(known[index].bytes.utf8)]) == known[index].events)
  }

  @Test("Bytes may be split anywhere")
  func splits() {
    let everything = known.filter { !$0.bytes.hasSuffix("\u{1B}") && $0.bytes.count != 2 }
    let bytes = everything.flatMap { Array($0.bytes.utf8) }
    let whole = events(of: [bytes])
    #expect(whole.count > 60)
    #expect(events(of: bytes.map { [$0] }) == whole)
    for cut in bytes.indices {
      #expect(events(of: [Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
    }
  }

  @Test("A lone Escape waits 25 ms, and a whole key waits for nothing")
  func patience() {
    var parser = InputParser()
    #expect(parser.feed([0x1B]) == [])
    #expect(parser.patience == .milliseconds(25))
    #expect(parser.feed(Array("[A".utf8)) == [key("Up")])
    #expect(parser.patience == nil)
  }

  @Test("Bytes that are no UTF-8 become U+FFFD, and what follows is read on")
  func invalidUTF8() {
    #expect(events(of: [[0xFF, 0x61]]) == [key("\u{FFFD}"), key("a")])
    #expect(events(of: [[0xE6, 0x97, 0x61]]) == [key("\u{FFFD}"), key("a")])
    #expect(events(of: [[0xC2, 0x9B, 0x61]]) == [key("\u{FFFD}"), key("a")])
    #expect(events(of: [[0xE6, 0x97]]) == [key("\u{FFFD}")])
  }

  @Test("A string longer than 64 KB is swallowed and not reported")
  func longString() {
    let body = [UInt8](repeating: 0x61, count: InputParser.stringLimit + 1)
    #expect(events(of: [Array("\u{1B}P".utf8), body, Array("\u{1B}\\x".utf8)]) == [key("x")])
  }

  @Test("A string that never ends is given up, and typing works again")
  func unfinishedString() {
    var parser = InputParser()
    #expect(parser.feed(Array("\u{1B}]11;rgb".utf8)) == [])
    #expect(parser.flush() == [])
    #expect(parser.feed([0x61]) == [key("a")])
  }

  @Test("A paste of a megabyte comes whole and fast, in whatever pieces")
  func longPaste() {
    let text = String(repeating: "0123456789abcde\n", count: 65536)
    let bytes = Array(("\u{1B}[200~" + text + "\u{1B}[201~").utf8)
    let pieces = stride(from: 0, to: bytes.count, by: 4093).map {
      Array(bytes[$0..<min($0 + 4093, bytes.count)])
    }
    let clock = ContinuousClock()
    var received: [InputEvent] = []
    let time = clock.measure { received = events(of: pieces) }
    #expect(received == [.paste(text)])
    #expect(time < .seconds(60))
  }

  @Test("No bytes at all can bring a control character into a key or a shown paste")
  func randomBytes() {
    var generator = SeededGenerator(seed: 20_261_121)
    var parser = InputParser()
    let spice = [
      "\u{1B}[", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}\\", "\u{1B}]", "\u{1B}O", "u", ";",
    ]
    var count = 0
    while count < 200_000 {
      var bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
      bytes += Array((spice.randomElement(using: &generator) ?? "").utf8)
      bytes += (0..<8).map { _ in UInt8.random(in: 0x30...0x7E, using: &generator) }
      count += bytes.count
      for event in parser.feed(bytes) { expectNoControl(event) }
      if count % 7 == 0 { for event in parser.flush() { expectNoControl(event) } }
    }
  }

  private func expectNoControl(_ event: InputEvent) {
    let isClean =
      switch event {
      case .key(let chord): !scalars(of: chord).contains(where: isControl)
      case .paste(let text): !DisplayText(text).string.unicodeScalars.contains(where: isControl)
      default: true
      }
    if !isClean { Issue.record("a control character came through: \(event)") }
  }
}

private func scalars(of chord: KeyChord) -> [Unicode.Scalar] {
  if case .character(let scalar) = chord.key { return [scalar] }
  return Array(chord.description.unicodeScalars)
}

/// Whether a scalar is a C0 or C1 control, or DEL.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}
