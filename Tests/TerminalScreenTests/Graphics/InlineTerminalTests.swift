import Dispatch
import Foundation
import Glibc
import Pictures
import Synchronization
import Testing

@testable import TerminalScreen

@Suite("Pictures between the lines of a terminal", .timeLimit(.minutes(3)))
struct InlineTerminalTests {
  private struct Opened: Sendable {
    var terminal: InlineTerminal
    var fake: FakeTerminal
  }

  /// Opens a terminal that answers as this brand does. On threads of its own, as both sides wait for
  /// each other: those of tasks are few.
  private func open(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer = .none,
    choice: GraphicsChoice = .auto, environment: [String: String] = ["TERM": "xterm-256color"],
    isShutIn: Bool = false
  ) async throws -> (terminal: InlineTerminal, fake: FakeTerminal) {
    let opened = await withCheckedContinuation { continuation in
      DispatchQueue(label: "terminal").async {
        continuation.resume(returning: Self.open(brand, multiplexer, choice, environment, isShutIn))
      }
    }
    let both = try #require(opened)
    return (both.terminal, both.fake)
  }

  private static func open(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer, _ choice: GraphicsChoice,
    _ environment: [String: String], _ isShutIn: Bool
  ) -> Opened? {
    guard let pty = PseudoTerminal() else { return nil }
    let descriptor = Glibc.open(pty.path, O_RDWR | O_NOCTTY)
    defer { close(descriptor) }
    var names = environment
    if multiplexer != .none, names["TMUX"] == nil { names["TMUX"] = "/tmp/tmux,1,0" }
    if names["TMUX"] == "" { names["TMUX"] = nil }
    let environment = TerminalEnvironment(names)
    let result = Result()
    DispatchQueue(label: "program").async {
      let terminal = InlineTerminal(
        asking: descriptor, choice, nil, environment: environment, isShutIn: isShutIn,
        isUnicode: true)
      result.terminal.withLock { $0 = terminal }
    }
    var fake = FakeTerminal(brand, multiplexer)
    while true {
      let answers = fake.take(Array(pty.takeOutput().utf8))
      if !answers.isEmpty { pty.type(answers) }
      if let terminal = result.terminal.withLock({ $0 }) {
        return Opened(terminal: terminal, fake: fake)
      }
      usleep(1000)
    }
  }

  private final class Result: Sendable {
    let terminal = Mutex<InlineTerminal?>(nil)
  }

  @Test(
    "the way follows from the answers",
    arguments: [
      (FakeTerminal.Brand.kitty, GraphicsKind.kitty), (.foot, .sixel), (.wezterm, .iterm2),
      (.konsole, .konsole), (.xterm, .symbols), (.silent, .symbols),
    ])
  func kinds(brand: FakeTerminal.Brand, kind: GraphicsKind) async throws {
    let (terminal, _) = try await open(brand)
    #expect(terminal.fitter.kind == kind)
  }

  @Test("through tmux the terminal outside is asked")
  func tmux() async throws {
    let (terminal, _) = try await open(.kitty, .tmux)
    #expect(terminal.fitter.kind == .kitty)
    let picture = terminal.fitter.fit(
      .photograph(width: 60, height: 40), in: GridSize(rows: 6, columns: 20))
    #expect(String(decoding: terminal.bytes(for: picture), as: UTF8.self).contains("\u{1B}Ptmux;"))
  }

  @Test(
    "where tmux lets nothing through nobody waits for the terminal outside",
    arguments: [GraphicsChoice.auto, .kitty])
  func shutIn(choice: GraphicsChoice) async throws {
    let (terminal, fake) = try await open(
      .kitty, .tmuxWithoutPassthrough, choice: choice, isShutIn: true)
    #expect(terminal.fitter.kind == .symbols)
    #expect(terminal.refusal == (choice == .kitty ? .blocked : nil))
    #expect(fake.sequencesForOutside == 0)
  }

  @Test("when tmux has answered, only the terminal outside is waited for, if it was asked")
  func waitingOutside() {
    for isShutIn in [true, false] {
      var probe = TerminalProbe(
        environment: TerminalEnvironment(["TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"]),
        isShutIn: isShutIn)
      var fake = FakeTerminal(.kitty, .tmuxWithoutPassthrough)
      var parser = InputParser()
      let questions = probe.begin()
      #expect(probe.isOpen && !probe.isWaitingOutside)
      for case .reply(let reply) in parser.feed(Array(fake.take(questions).utf8)) {
        #expect(probe.take(reply) == [])
      }
      #expect(probe.isOpen != isShutIn && probe.isWaitingOutside != isShutIn)
    }
  }

  @Test("a terminal around a tmux that only its answer betrays is asked")
  func unnamedTmux() async throws {
    let variables = ["TERM": "screen-256color", "TMUX": ""]
    let (closed, _) = try await open(.kitty, .tmuxWithoutPassthrough, environment: variables)
    #expect(closed.fitter.kind == .symbols)
    let (passing, _) = try await open(.kitty, .tmux, environment: variables)
    #expect(passing.fitter.kind == .kitty)
  }

  @Test(
    "a picture leaves the lines above it in sight, unless that would leave it too little",
    arguments: [(50, 12, 24), (24, 10, 12), (24, 13, 9), (15, 17, 5), (24, 0, 22), (2, 9, 1)])
  func rows(terminal: Int, lines: Int, rows: Int) {
    #expect(InlineTerminal.rows(of: terminal, below: lines) == rows)
  }

  @Test("nothing is asked where symbols are wanted")
  func forced() async throws {
    let (terminal, fake) = try await open(.kitty, choice: .symbols)
    #expect(terminal.fitter.kind == .symbols)
    #expect(fake.questions.isEmpty && fake.unknown.isEmpty)
  }

  @Test(
    "a terminal that takes no sequences is asked nothing, and gets plain ASCII whatever is chosen",
    arguments: [["TERM": "dumb"], [:], ["TERM": "dumb", "COLORTERM": "truecolor", "TMUX": "x"]],
    [GraphicsChoice.auto, .kitty, .symbols])
  func dumb(environment: [String: String], choice: GraphicsChoice) async throws {
    let (terminal, fake) = try await open(.kitty, choice: choice, environment: environment)
    #expect(fake.questions.isEmpty && fake.unknown.isEmpty)
    #expect(terminal.refusal == (choice == .auto ? nil : .terminal))
    let picture = terminal.fitter.fit(
      .photograph(width: 60, height: 40), in: GridSize(rows: 6, columns: 20))
    let bytes = terminal.bytes(for: picture)
    #expect(bytes.allSatisfy { $0 == UInt8(ascii: "\n") || (0x20...0x7E).contains($0) })
    #expect(bytes.contains { $0 > 0x20 })
  }

  @Test("without colour, symbols are sent without a sequence")
  func noColor() async throws {
    let environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"]
    let (terminal, _) = try await open(.xterm, environment: environment)
    let picture = terminal.fitter.fit(
      .photograph(width: 60, height: 40), in: GridSize(rows: 6, columns: 20))
    #expect(!terminal.bytes(for: picture).contains(0x1B))
  }

  @Test(
    "a choice of which nothing would be seen is refused, and the best way is taken",
    arguments: [
      (FakeTerminal.Brand.xterm, GraphicsChoice.kitty, GraphicsKind.symbols),
      (.foot, .kitty, .sixel),
      (.kitty, .sixel, .kitty),
    ])
  func refused(
    _ brand: FakeTerminal.Brand, _ choice: GraphicsChoice, _ kind: GraphicsKind
  ) async throws {
    let (terminal, _) = try await open(brand, choice: choice)
    #expect(terminal.fitter.kind == kind)
    #expect(terminal.refusal == .terminal)
  }

  @Test("a picture leaves room for the prompt below it, and no more")
  func smallTerminal() async throws {
    let (terminal, _) = try await open(.xterm, choice: .symbols)
    let folder = FileManager.default.temporaryDirectory.path
    let path = "\(folder)/easel-inline-\(UInt64.random(in: .min ... .max)).png"
    let png = try ImageEncoder.png(.photograph(width: 60, height: 60))
    try Data(png).write(to: URL(filePath: path))
    defer { unlink(path) }
    let bytes = try terminal.bytes(forFileAt: path)
    #expect(terminal.size.rows == 24)
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 22)
  }

  @Test("symbols are lines that end in the terminal's own colours")
  func symbols() async throws {
    let (terminal, _) = try await open(.xterm, choice: .symbols)
    let picture = terminal.fitter.fit(
      .photograph(width: 60, height: 40), in: GridSize(rows: 6, columns: 20))
    let text = String(decoding: terminal.bytes(for: picture), as: UTF8.self)
    #expect(text.split(separator: "\n").count == picture.size.rows)
    #expect(text.split(separator: "\n").allSatisfy { $0.hasSuffix("\u{1B}[m") })
  }

  @Test("placeholders are lines below the upload")
  func placeholders() async throws {
    let (terminal, fake) = try await open(.kitty)
    let picture = terminal.fitter.fit(
      .photograph(width: 60, height: 40), in: GridSize(rows: 6, columns: 20))
    let bytes = terminal.bytes(for: picture)
    var viewer = fake
    _ = viewer.take(bytes)
    #expect(viewer.commands.contains { $0.hasPrefix("a=T,U=1") })
    let text = String(decoding: bytes, as: UTF8.self)
    let cells = text.unicodeScalars.count { $0.value == 0x10EEEE }
    #expect(cells == picture.size.rows * picture.size.columns)
    #expect(text.count { $0 == "\n" } == picture.size.rows)
  }

  @Test("pixels over cells get their room first, and the cursor ends below them")
  func overlay() async throws {
    let (terminal, fake) = try await open(.foot)
    let picture = terminal.fitter.fit(
      .photograph(width: 60, height: 40), in: GridSize(rows: 6, columns: 20))
    let bytes = terminal.bytes(for: picture)
    var viewer = fake
    _ = viewer.take(bytes)
    #expect(!viewer.sixels.isEmpty)
    let text = String(decoding: bytes, as: UTF8.self)
    let rows = picture.size.rows
    #expect(text.hasPrefix(String(repeating: "\n", count: rows) + "\u{1B}[\(rows)A"))
    #expect(text.hasSuffix("\u{1B}[\(rows)B\r"))
  }
}
