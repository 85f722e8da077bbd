import Testing

@testable import TerminalScreen

@Suite("Fuzz: bytes from the terminal", .timeLimit(Fuzz.timeLimit))
struct InputFuzzTests {
  @Test("Any bytes give the same events wherever reads cut them, and no control gets through")
  func input() throws {
    var fuzz = Fuzz("tty", usually: 2000)
    fuzz.words = [
      "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}]", "\u{1B}P", "\u{1B}_", "\u{1B}^", "\u{1B}X",
      "\u{1B}\\",
      "\u{7}", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[20", "\u{1B}[M", "\u{1B}[<0;1;1M", "\u{1B}[[",
      "~",
      "u", ";", ":", "?", "<", ">", "=", "\u{18}", "\u{1A}", "\u{9B}", "1;2R", "27;5;13~", "233;5u",
      "57399u", "0;65536;1M", "\r\n", "\u{FFFD}", "日",
    ]
    try fuzz.run { input, random in
      let whole = Self.events([input])
      try demand(
        Self.events(random.once(in: 8) ? input.singles : [input]) == whole,
        "other events byte by byte")
      try demand(Self.events(input.pieces(&random)) == whole, "other events in pieces")
      for event in whole { try Self.check(event) }
      try demand(whole.last == .key(KeyChord(.character("x"))), "no key gets through any more")
      return Self.word(whole)
    }
  }

  /// The events of all pieces, and of what is pending when nothing more comes; then of a letter.
  private static func events(_ pieces: [[UInt8]]) -> [InputEvent] {
    var parser = InputParser()
    var events = pieces.flatMap { parser.feed($0) }
    events += parser.flush()
    // A paste ends by its mark alone.
    events += parser.feed(Array("\u{1B}[201~".utf8)) + parser.flush()
    events += parser.feed([UInt8(ascii: "x")])
    return events
  }

  private static func check(_ event: InputEvent) throws {
    switch event {
    case .key(let chord):
      try checkName(of: chord)
      guard case .character(let scalar) = chord.key else { return }
      let category = scalar.properties.generalCategory
      try demand(category != .control && category != .surrogate, "a control: \(chord)")
    case .paste(let text):
      let shown = DisplayText(text, lineBreaks: .marks).string
      try demand(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "a control: \(shown)")
      try demand(!text.utf8.contains(0x0D), "a carriage return was left")
    case .mouse(let event):
      let cells = 0..<0xFFFF
      try demand(cells.contains(event.point.row) && cells.contains(event.point.column), "\(event)")
    case .focus, .reply: return
    case .resize, .resumed, .hangup, .terminate: throw Broken("\(event) is no matter of bytes")
    }
  }

  /// What can be shown can be written into a keymap.
  private static func checkName(of chord: KeyChord) throws {
    if case .character(let scalar) = chord.key {
      guard CharacterWidth.measured(scalar) ?? 0 > 0, !DisplayText.isDropped(scalar),
        scalar != "\u{10EEEE}"
      else { return }
    }
    let name = chord.description
    try demand(KeyChord(parsing: name) == chord, "\(chord.key) \(chord.modifiers) named \(name)")
  }

  private static func word(_ events: [InputEvent]) -> String {
    events.suffix(4).map { event in
      switch event {
      case .key(.init(.character("x"))): "x"
      case .key(let chord):
        if case .character = chord.key { "c\(chord.modifiers.rawValue)" } else { "\(chord)" }
      case .paste: "p"
      case .mouse(let event): "\(event.action)"
      case .reply(let reply): String("\(reply)".prefix(6))
      default: "\(event)"
      }
    }.joined(separator: " ")
  }
}
