import Pictures
import Testing

@testable import TerminalScreen

@Suite("Which ways of showing pictures a terminal has", .timeLimit(.minutes(1)))
@MainActor
struct GraphicsObstacleTests {
  private func graphics(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer,
    _ choice: GraphicsChoice = .auto, isUnicode: Bool = true
  ) -> ScreenGraphics {
    var terminal = FakeTerminal(brand, multiplexer)
    let term = multiplexer == .none ? "xterm-256color" : "tmux-256color"
    let graphics = ScreenGraphics(
      environment: TerminalEnvironment(["TERM": term]), choice: choice, transfer: nil,
      depth: .truecolor, isUnicode: isUnicode)
    var questions = graphics.ask()
    var parser = InputParser()
    while !questions.isEmpty {
      let answers = Array(terminal.take(questions).utf8)
      questions = []
      for case .reply(let reply) in parser.feed(answers) {
        questions += graphics.take(reply)?.bytes ?? []
      }
    }
    if graphics.isAsking { _ = graphics.giveUp() }
    return graphics
  }

  /// What the key that steps through the ways comes to, until it is round.
  private func offered(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer, isUnicode: Bool = true
  ) -> [GraphicsChoice] {
    var status = graphics(brand, multiplexer, isUnicode: isUnicode).status
    var choices: [GraphicsChoice] = []
    repeat {
      choices.append(status.choice)
      status.choice = status.nextChoice
    } while status.choice != .auto && choices.count < 20
    return choices
  }

  @Test("Only what can be shown is offered, besides the automatic choice")
  func offers() {
    let plain: [GraphicsChoice] = [.symbols, .ascii, .off]
    #expect(offered(.kitty, .none) == [.auto, .kitty, .konsole] + plain)
    #expect(offered(.kittyOld, .none) == [.auto, .konsole] + plain)
    #expect(offered(.wezterm, .none) == [.auto, .iterm2, .sixel] + plain)
    #expect(offered(.foot, .none) == [.auto, .sixel] + plain)
    #expect(offered(.xterm, .none) == [.auto] + plain)
    #expect(offered(.silent, .none) == [.auto] + plain)
    #expect(offered(.kitty, .tmux) == [.auto, .kitty] + plain)
    #expect(offered(.foot, .tmux) == [.auto] + plain)
    #expect(offered(.foot, .tmuxWithSixel) == [.auto] + plain)
    #expect(offered(.kitty, .tmuxWithSixel) == [.auto, .kitty] + plain)
    #expect(offered(.kitty, .tmuxWithoutPassthrough) == [.auto] + plain)
    #expect(offered(.kitty, .none, isUnicode: false) == [.auto, .ascii, .off])
  }

  @Test("The best way is always among those that are offered")
  func bestIsOffered() {
    for brand in FakeTerminal.Brand.allCases {
      for multiplexer in FakeTerminal.Multiplexer.allCases {
        let status = graphics(brand, multiplexer).status
        #expect(status.obstacles[status.kind] == nil, "\(brand) \(multiplexer)")
      }
    }
  }

  @Test(
    "A choice of which nothing would be seen is refused with its reason; the best way is taken",
    arguments: [
      (
        FakeTerminal.Brand.foot, FakeTerminal.Multiplexer.tmux, GraphicsChoice.sixel,
        GraphicsObstacle.multiplexer, GraphicsKind.symbols
      ),
      (.kitty, .tmux, .sixel, .multiplexer, .kitty),
      (.foot, .tmuxWithSixel, .sixel, .multiplexer, .symbols),
      (.kitty, .tmuxWithSixel, .sixel, .multiplexer, .kitty),
      (.iterm2, .tmux, .iterm2, .multiplexer, .symbols),
      (.kitty, .tmux, .konsole, .multiplexer, .kitty),
      (.kitty, .tmuxWithoutPassthrough, .kitty, .blocked, .symbols),
      (.xterm, .none, .kitty, .terminal, .symbols), (.xterm, .none, .sixel, .terminal, .symbols),
      (.foot, .none, .kitty, .terminal, .sixel), (.foot, .none, .iterm2, .terminal, .sixel),
    ])
  func refusals(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer,
    _ choice: GraphicsChoice, _ reason: GraphicsObstacle, _ instead: GraphicsKind
  ) {
    let status = graphics(brand, multiplexer, choice).status
    #expect(status.refusal == reason)
    #expect(status.kind == instead)
  }

  @Test(
    "Where the terminal does not tell, the person is believed",
    arguments: [
      (FakeTerminal.Brand.wezterm, GraphicsChoice.kitty), (.konsole, .iterm2),
      (.kittyNew, .konsole),
    ])
  func insisting(_ brand: FakeTerminal.Brand, _ choice: GraphicsChoice) {
    let status = graphics(brand, .none, choice).status
    #expect(status.kind == choice.forced && status.refusal == nil)
    #expect(status.obstacles[status.kind] == .unproven)
  }

  @Test("A console is asked nothing, and gets no pixels whatever was chosen")
  func console() {
    let graphics = ScreenGraphics(
      environment: TerminalEnvironment(["TERM": "linux"]), choice: .kitty, transfer: nil,
      depth: .ansi16, isUnicode: true)
    _ = graphics.follow(GridSize(rows: 24, columns: 80), pixels: nil)
    #expect(graphics.ask().isEmpty)
    #expect(graphics.status.kind == .symbols && graphics.status.refusal == .terminal)
  }
}
