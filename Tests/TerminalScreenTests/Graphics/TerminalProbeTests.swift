import Pictures
import Testing

@testable import TerminalScreen

/// How a terminal with a multiplexer is expected to show pictures.
private func expected(
  _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer
) -> GraphicsKind {
  switch (brand, multiplexer) {
  case (.kitty, .none), (.kitty, .tmux), (.kitty, .tmuxWithSixel), (.kittyNew, .none),
    (.kittyNew, .tmux), (.kittyNew, .tmuxWithSixel), (.ghostty, .none), (.ghostty, .tmux),
    (.ghostty, .tmuxWithSixel):
    .kitty
  case (.kittyOld, .none), (.konsole, .none): .konsole
  case (.wezterm, .none), (.iterm2, .none): .iterm2
  case (.foot, .none): .sixel
  default: .symbols
  }
}

/// How an answer comes in.
private enum Arrival: CaseIterable {
  case whole, byteByByte, late
}

@MainActor
private struct Conversation {
  let graphics: ScreenGraphics
  var terminal: FakeTerminal
  /// Events that are no answers to what was asked.
  var strays: [InputEvent] = []

  init(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer,
    _ variables: [String: String] = [:], choice: GraphicsChoice = .auto
  ) {
    terminal = FakeTerminal(brand, multiplexer)
    var environment = ["TERM": multiplexer == .none ? "xterm-256color" : "tmux-256color"]
    environment.merge(variables) { $1 }
    graphics = ScreenGraphics(
      environment: TerminalEnvironment(environment), choice: choice, transfer: nil,
      depth: .truecolor, isUnicode: true)
  }

  mutating func run(_ arrival: Arrival) {
    var questions = graphics.ask()
    if arrival == .late { questions += graphics.giveUp() }
    var parser = InputParser()
    while !questions.isEmpty {
      let answers = Array(terminal.take(questions).utf8)
      questions = []
      let pieces = arrival == .byteByByte ? answers.map { [$0] } : [answers]
      for event in pieces.flatMap({ parser.feed($0) }) {
        if case .reply(let reply) = event, let (bytes, _) = graphics.take(reply) {
          questions += bytes
        } else {
          strays.append(event)
        }
      }
    }
    if graphics.isAsking { _ = graphics.giveUp() }
    strays += parser.flush()
  }
}

@Suite("What a terminal answers decides how pictures are shown", .timeLimit(.minutes(3)))
@MainActor
struct TerminalProbeTests {
  @Test(
    "Each terminal gets its best way, however its answers come, and no answer becomes a key",
    arguments: FakeTerminal.Brand.allCases, FakeTerminal.Multiplexer.allCases)
  func matrix(_ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer) {
    for arrival in Arrival.allCases {
      var conversation = Conversation(brand, multiplexer)
      conversation.run(arrival)
      #expect(conversation.graphics.fitter.kind == expected(brand, multiplexer))
      #expect(conversation.strays == [])
      #expect(conversation.terminal.unknown == [])
    }
  }

  @Test("Everything is asked in one write that ends with the device attributes")
  func questions() {
    var conversation = Conversation(.kitty, .none)
    conversation.run(.whole)
    #expect(
      conversation.terminal.questions == [
        "version", "kitty", "features", "cell", "area", "color", "iterm2", "synchronized",
        "attributes",
      ])
    #expect(!conversation.graphics.isAsking)
    #expect(conversation.graphics.status.cell == CellGeometry(pixelWidth: 9, pixelHeight: 18))
    #expect(!conversation.graphics.status.isCellAssumed)
  }

  @Test("A tmux that only its answer betrays is looked through as well")
  func unnamedTmux() {
    var conversation = Conversation(.kitty, .tmux, ["TERM": "screen-256color"])
    conversation.run(.byteByByte)
    #expect(conversation.graphics.fitter.kind == .kitty)
    #expect(conversation.graphics.stage.passthrough.depth == 1)
  }

  @Test(
    "Where tmux lets nothing through, the line to run is told, and only there",
    arguments: FakeTerminal.Multiplexer.allCases)
  func remedy(_ multiplexer: FakeTerminal.Multiplexer) {
    var conversation = Conversation(.kitty, multiplexer)
    conversation.run(.whole)
    let line = conversation.graphics.status.remedy
    #expect(
      line == (multiplexer == .tmuxWithoutPassthrough ? "tmux set -p allow-passthrough on" : nil))
  }

  @Test("Before the answers have come pictures are characters, whatever was chosen")
  func beforeAnswers() {
    for choice in GraphicsChoice.allCases {
      let asking = Conversation(.foot, .none, choice: choice)
      _ = asking.graphics.follow(GridSize(rows: 24, columns: 80), pixels: nil)
      _ = asking.graphics.ask()
      let expected = choice.forced.flatMap { $0.hasPixels ? nil : $0 } ?? .symbols
      #expect(asking.graphics.fitter.kind == expected)
    }
  }

  @Test("Where nothing answers, the person is believed when the time for answers is over")
  func silence() {
    for choice in GraphicsChoice.allCases where choice != .auto {
      var conversation = Conversation(.silent, .none, choice: choice)
      conversation.run(.whole)
      #expect(conversation.graphics.fitter.kind == choice.forced)
      #expect(conversation.graphics.status.refusal == nil)
    }
  }

  @Test("A choice can be changed live, and taken back")
  func liveChoice() {
    var conversation = Conversation(.kitty, .none)
    conversation.run(.whole)
    for choice in [GraphicsChoice.konsole, .off, .ascii, .auto] {
      _ = conversation.graphics.use(choice, transfer: .economy)
      #expect(conversation.graphics.fitter.kind == choice.forced ?? .kitty)
      #expect(conversation.graphics.fitter.transfer == .economy)
    }
  }

  @Test("Over SSH economy is the standard, and answers are waited for longer")
  func overSSH() {
    let local = Conversation(.kitty, .none)
    let remote = Conversation(.kitty, .none, ["SSH_CONNECTION": "a 1 b 2"])
    #expect(local.graphics.transfer == .full && local.graphics.patience == .seconds(1))
    #expect(remote.graphics.transfer == .economy && remote.graphics.patience == .seconds(3))
  }

  @Test("Without UTF-8 there is ASCII, and consoles are asked nothing")
  func limits() {
    let graphics = ScreenGraphics(
      environment: TerminalEnvironment(["TERM": "linux"]), choice: .kitty, transfer: nil,
      depth: .ansi16, isUnicode: false)
    #expect(graphics.ask().isEmpty && !graphics.isAsking)
    _ = graphics.follow(GridSize(rows: 24, columns: 80), pixels: nil)
    #expect(graphics.fitter.kind == .ascii)
  }

  @Test(
    "The size of a cell comes from the terminal, else from the kernel rounded down, else a guess")
  func geometry() {
    let graphics = Conversation(.xterm, .none).graphics
    #expect(graphics.status.isCellAssumed)
    _ = graphics.follow(
      GridSize(rows: 30, columns: 80), pixels: PixelSize(width: 484, height: 394))
    #expect(graphics.status.cell == CellGeometry(pixelWidth: 6, pixelHeight: 13))
    _ = graphics.ask()
    #expect(graphics.take(.control("6;40;20t")) != nil)
    #expect(graphics.status.cell == CellGeometry(pixelWidth: 20, pixelHeight: 40))
    #expect(graphics.take(.control("6;9999;1t")) != nil)
    #expect(graphics.status.cell == CellGeometry(pixelWidth: 6, pixelHeight: 13))
  }

  @Test(
    "A terminal's answer tells its brand and version",
    arguments: [
      ("kitty(0.41.1)", TerminalIdentity.Brand.kitty, [0, 41, 1]), ("tmux 3.3a", .tmux, [3, 3]),
      ("WezTerm 20240203-110809-5046fc22", .wezterm, [20_240_203]), ("XTerm(379)", .xterm, [379]),
      ("VTE(7200)", .vte, [7200]), ("xterm.js(5.6.0)", .vscode, [5, 6, 0]),
    ])
  func identity(_ answer: String, _ brand: TerminalIdentity.Brand, _ version: [Int]) throws {
    let identity = try #require(TerminalIdentity(answer: answer))
    #expect(identity == TerminalIdentity(brand: brand, version: version))
    #expect(identity.isAtLeast(brand, version) && !identity.isAtLeast(brand, version + [1]))
  }

  @Test("A terminal that gives a 24-bit colour back is known to show them")
  func truecolor() {
    for brand in FakeTerminal.Brand.allCases {
      var conversation = Conversation(brand, .none)
      conversation.run(.whole)
      let result = conversation.graphics.result
      #expect(
        (result.hasTruecolor || result.facts.isTruecolorBrand) == ![.silent, .kittyNew].contains(
          brand))
    }
  }
}
