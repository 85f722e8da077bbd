@testable import TerminalScreen

/// A terminal that answers as those of its brand do, and keeps what it was sent.
struct FakeTerminal {
  enum Brand: String, CaseIterable {
    case silent, kitty, kittyOld, kittyNew, ghostty, konsole, wezterm, iterm2, foot, xterm
  }

  enum Multiplexer: CaseIterable {
    case none, tmux, tmuxWithSixel, tmuxWithoutPassthrough
  }

  let brand: Brand
  let multiplexer: Multiplexer
  /// Commands of kitty's protocol, with the length of their content: `a=d,d=I,i=5` or `a=t;<120>`.
  private(set) var commands: [String] = []
  /// The contents of kitty's commands.
  private(set) var contents: [String] = []
  /// The beginnings of iTerm2's commands.
  private(set) var files: [String] = []
  /// Sixel sequences.
  private(set) var sixels: [String] = []
  /// Questions, in their order.
  private(set) var questions: [String] = []
  /// How many sequences its multiplexer was to let through.
  private(set) var sequencesForOutside = 0
  /// What it shows is nobody's business here, but whether something stray was among it is.
  private(set) var unknown: [TerminalOutput.Piece] = []

  private var output = TerminalOutput()
  private var outside = TerminalOutput()

  init(_ brand: Brand, _ multiplexer: Multiplexer = .none) {
    self.brand = brand
    self.multiplexer = multiplexer
  }

  /// Takes what a program wrote.
  /// - Returns: The answers.
  mutating func take(_ bytes: some Sequence<UInt8>) -> String {
    let pieces = output.feed(bytes)
    guard multiplexer != .none else { return pieces.map { answer(to: $0) }.joined() }
    return pieces.map { answerOfTmux(to: $0) }.joined()
  }

  private mutating func answerOfTmux(to piece: TerminalOutput.Piece) -> String {
    if case .device(let text) = piece, text.hasPrefix("tmux;") { sequencesForOutside += 1 }
    return switch piece {
    case .control(">q"): "\u{1B}P>|tmux 3.3a\u{1B}\\"
    case .control("c"): multiplexer == .tmuxWithSixel ? "\u{1B}[?1;2;4c" : "\u{1B}[?1;2c"
    case .device(let text)
    where text.hasPrefix("tmux;") && multiplexer != .tmuxWithoutPassthrough:
      outside.feed(text.dropFirst(5).utf8.collapsingEscapes)
        .map { answer(to: $0) }.joined()
    default: ""
    }
  }

  private mutating func answer(to piece: TerminalOutput.Piece) -> String {
    switch piece {
    case .control(">q"): ask("version", version.map { "\u{1B}P>|\($0)\u{1B}\\" })
    case .control("c"): ask("attributes", attributes.map { "\u{1B}[?\($0)c" })
    case .control("16t"): ask("cell", cell.map { "\u{1B}[6;\($0)t" })
    case .control("14t"): ask("area", nil)
    case .control("?2026$p"): ask("synchronized", brand == .kitty ? "\u{1B}[?2026;2$y" : nil)
    case .device("$qm"):
      ask("color", brand == .xterm ? "\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\" : nil)
    case .system("1337;Capabilities"):
      ask("iterm2", brand == .iterm2 ? "\u{1B}]1337;Capabilities=T2CwB4UUuAaFSc\u{1B}\\" : nil)
    case .application(let text): answerToKitty(text)
    default: note(piece)
    }
  }

  private mutating func ask(_ question: String, _ answer: String?) -> String {
    questions.append(question)
    return answer ?? ""
  }

  private mutating func note(_ piece: TerminalOutput.Piece) -> String {
    switch piece {
    case .system(let text) where text.hasPrefix("1337;File="):
      files.append(String(text.prefix { $0 != ":" }))
      contents.append(String(text.drop { $0 != ":" }.dropFirst()))
    case .device(let text) where text.hasPrefix("0;1;0q"): sixels.append(text)
    case .system, .device: unknown.append(piece)
    case .text, .escape, .control, .application: break
    }
    return ""
  }

  private mutating func answerToKitty(_ text: String) -> String {
    let keys = String(text.dropFirst().prefix { $0 != ";" })
    let content = String(text.drop { $0 != ";" }.dropFirst())
    guard !keys.contains("a=q") else {
      let isFeatures = keys.contains("e=1")
      questions.append(isFeatures ? "features" : "kitty")
      guard takesKitty else { return "" }
      if !isFeatures { return "\u{1B}_Gi=11;OK\u{1B}\\" }
      return brand == .kittyNew ? "\u{1B}_Gi=12,U=1,e=1,s=1,v=1;OK\u{1B}\\" : ""
    }
    commands.append(content.isEmpty ? keys : "\(keys);<\(content.count)>")
    contents.append(content)
    return keys.contains("q=") ? "" : "\u{1B}_Gi=1;OK\u{1B}\\"
  }

  private var takesKitty: Bool {
    [.kitty, .kittyOld, .kittyNew, .ghostty, .konsole, .wezterm].contains(brand)
  }

  private var version: String? {
    switch brand {
    case .silent: nil
    case .kitty: "kitty(0.41.1)"
    case .kittyOld: "kitty(0.26.5)"
    // A name that nobody knows: what it supports counts.
    case .kittyNew: "newcomer(1.0)"
    case .ghostty: "ghostty 1.1.3"
    case .konsole: "Konsole 23.08.1"
    case .wezterm: "WezTerm 20240203-110809-5046fc22"
    case .iterm2: "iTerm2 3.5.0"
    case .foot: "foot(1.16.2)"
    case .xterm: "XTerm(379)"
    }
  }

  private var attributes: String? {
    switch brand {
    case .silent: nil
    case .kitty, .kittyOld, .kittyNew: "62;"
    case .ghostty: "62;22"
    case .konsole: "62;1;4"
    case .wezterm: "65;4;6;18;22"
    case .iterm2: "62;4"
    case .foot: "62;4;22"
    case .xterm: "64;1;2;6;9;15;16;17;18;21;22;28"
    }
  }

  private var cell: String? { [.silent, .xterm].contains(brand) ? nil : "18;9" }
}

extension Sequence<UInt8> {
  /// With each pair of ESC as one.
  fileprivate var collapsingEscapes: [UInt8] {
    var result: [UInt8] = []
    var isSecond = false
    for byte in self {
      if byte == 0x1B, isSecond {
        isSecond = false
        continue
      }
      isSecond = byte == 0x1B
      result.append(byte)
    }
    return result
  }
}
