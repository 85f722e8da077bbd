import Pictures
import Testing

@testable import TerminalScreen

/// A real screen on a pseudo-terminal with a terminal's answers.
@MainActor
private final class Bench {
  let pty: PseudoTerminal
  let screen: NcursesScreen
  var terminal: FakeTerminal
  /// Reads beside the screen, which would wait for ever on a terminal that takes nothing.
  private let reading: Draining
  private var isSplit: Bool
  /// What was written since the beginning.
  private(set) var written: [UInt8] = []

  init(
    _ brand: FakeTerminal.Brand, _ multiplexer: FakeTerminal.Multiplexer = .none,
    splitting: Bool = false, term: String = "xterm-256color"
  ) throws {
    pty = try #require(PseudoTerminal(rows: 24, columns: 80))
    terminal = FakeTerminal(brand, multiplexer)
    isSplit = splitting
    let tmux = multiplexer == .none ? [:] : ["TMUX": "/tmp/tmux-0/default,1,0"]
    reading = pty.startDraining()
    screen = try openScreen(on: pty, term: term, tmux)
  }

  deinit { _ = reading.finish() }

  /// Whether these bytes were written; marks combine with what is before them in a text.
  func hasWritten(_ text: String) -> Bool { written.firstRange(of: Array(text.utf8)) != nil }
  /// What was written since the beginning, as text.
  var text: String { String(decoding: written, as: UTF8.self) }
  /// Whether the last command freed a picture.
  var hasFreed: Bool { terminal.commands.last?.hasPrefix("a=d,d=I,i=") == true }

  private func takeBytes() -> [UInt8] {
    let bytes = reading.take()
    written += bytes
    return bytes
  }

  /// Lets the terminal take what was written and answer it.
  func pump() async {
    let answers = terminal.take(takeBytes())
    if isSplit {
      for scalar in answers.unicodeScalars {
        pty.type(String(scalar))
        try? await Task.sleep(for: .milliseconds(1))
      }
    } else if !answers.isEmpty {
      pty.type(answers)
    }
    try? await Task.sleep(for: .milliseconds(1))
  }

  /// Pumps until something holds, at most a minute.
  func pump(until condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while !condition() {
      guard ContinuousClock.now < end else { return false }
      await pump()
    }
    return true
  }

  func grid(_ picture: FittedPicture? = nil, row: Int = 2) -> CellBuffer {
    var buffer = CellBuffer(size: screen.size)
    buffer.write("beside", at: Point(row: 3, column: 40))
    if let picture { buffer.place(picture, at: Point(row: row, column: 5)) }
    return buffer
  }
}

// Inside of that suite, as its tests run one after the other: some terminals cannot be started while
// curses has another screen open.
extension NcursesScreenTests {
  @Suite("Pictures on the screen of a real terminal")
  @MainActor
  struct Graphics {
    private let image = PixelImage.photograph(width: 90, height: 90)
    private let box = GridSize(rows: 5, columns: 10)

    @Test(
      "Each terminal is sent its own form of a picture and nothing else, and nothing stays at the end",
      arguments: FakeTerminal.Brand.allCases)
    func everyByte(_ brand: FakeTerminal.Brand) async throws {
      let bench = try Bench(brand)
      bench.screen.present(bench.grid(), cursor: nil)
      let expected: GraphicsKind =
        switch brand {
        case .kitty, .kittyNew, .ghostty: .kitty
        case .kittyOld, .konsole: .konsole
        case .wezterm, .iterm2: .iterm2
        case .foot: .sixel
        case .silent, .xterm: .symbols
        }
      #expect(await bench.pump { bench.terminal.questions.count == 9 })
      #expect(await bench.pump { bench.screen.graphicsStatus.kind == expected })
      let picture = bench.screen.fitter.fit(image, in: box)
      bench.screen.present(bench.grid(picture), cursor: nil)
      #expect(
        await bench.pump {
          bench.terminal.contents.count + bench.terminal.sixels.count >= picture.strips.count
            && !bench.screen.graphics.stage.wantsTurn
        })
      bench.screen.close()
      let hasEnded = await bench.pump { bench.hasWritten("\u{1B}[?1049l") }
      #expect(hasEnded, "\(bench.text.suffix(200).debugDescription)")
      check(bench.terminal, picture, expected)
      #expect(bench.terminal.unknown == [])
      #expect(bench.terminal.questions.count == 9)
    }

    private func check(_ terminal: FakeTerminal, _ picture: FittedPicture, _ kind: GraphicsKind) {
      let base = terminal.commands.first.flatMap { command in
        command.split(separator: ",").first { $0.hasPrefix("i=") }?.dropFirst(2)
      }
      let id = base.flatMap { UInt32($0) } ?? 0
      let range = "x=\(id & 0xFF00_0000),y=\(id | 0xFF_FFFF)"
      let sent = picture.strips.first.map { KittyCommand.transmission("", $0.content).count } ?? 0
      let frees = ["a=d,d=R,\(range),q=2", "a=d,d=I,i=\(id),q=2"]
      switch kind {
      case .kitty:
        #expect(id & 0xFF == 16)
        #expect(terminal.commands[0].hasPrefix("a=T,U=1,f=100,i=\(id),p=1,c=10,r=5,q=2,m="))
        #expect(Array(terminal.commands.dropFirst(sent)) == frees)
        #expect(terminal.sixels.isEmpty && terminal.files.isEmpty)
      case .konsole:
        #expect(terminal.commands[0].hasPrefix("a=t,f=100,i=\(id),q=2,m="))
        #expect(
          Array(terminal.commands.dropFirst(sent))
            == ["a=p,i=\(id),p=8198,c=10,r=5,C=1,q=2"] + frees)
      case .iterm2:
        #expect(terminal.files.count == picture.strips.count && terminal.commands.isEmpty)
        #expect(terminal.files.allSatisfy { $0.contains("inline=1") && $0.contains("width=10;") })
      case .sixel:
        #expect(terminal.sixels.count == picture.strips.count && terminal.commands.isEmpty)
      case .symbols, .ascii, .off:
        #expect(terminal.commands.isEmpty && terminal.files.isEmpty && terminal.sixels.isEmpty)
      }
    }

    @Test("Nothing is asked before the first frame, and what is asked comes after it")
    func order() async throws {
      let bench = try Bench(.silent)
      bench.screen.present(bench.grid(), cursor: nil)
      #expect(await bench.pump { bench.terminal.questions.count == 9 })
      let text = bench.text
      let shown = try #require(text.firstRange(of: "beside"))
      let asked = try #require(text.firstRange(of: "\u{1B}[>q"))
      #expect(shown.upperBound <= asked.lowerBound && text.hasSuffix("\u{1B}[c"))
      #expect(!text[..<shown.lowerBound].contains("\u{1B}[c"))
      bench.screen.close()
    }

    @Test("Answers split at every byte and mixed with keys are no keys, and keys are no answers")
    func splitAnswers() async throws {
      let bench = try Bench(.kitty, splitting: true)
      bench.pty.type("a")
      bench.screen.present(bench.grid(), cursor: nil)
      #expect(await bench.pump { bench.screen.graphicsStatus.kind == .kitty })
      bench.pty.type("b")
      var keys: [InputEvent] = []
      for await event in bench.screen.events {
        keys.append(event)
        if keys.count == 2 { break }
      }
      #expect(keys == [.key(KeyChord(.character("a"))), .key(KeyChord(.character("b")))])
      bench.screen.close()
    }

    @Test("In tmux a picture goes through it, and its cells stay in it", arguments: [true, false])
    func tmux(_ passes: Bool) async throws {
      let bench = try Bench(.kitty, passes ? .tmux : .tmuxWithoutPassthrough)
      bench.screen.present(bench.grid(), cursor: nil)
      guard passes else {
        #expect(await bench.pump { bench.screen.graphicsStatus.remedy != nil })
        #expect(bench.screen.graphicsStatus.kind == .symbols)
        return bench.screen.close()
      }
      #expect(await bench.pump { bench.screen.graphicsStatus.kind == .kitty })
      let picture = bench.screen.fitter.fit(image, in: box)
      bench.screen.present(bench.grid(picture), cursor: nil)
      #expect(await bench.pump { bench.terminal.contents.contains { !$0.isEmpty } })
      #expect(await bench.pump { bench.hasWritten("\u{10EEEE}\u{305}\u{305}") })
      bench.screen.close()
      #expect(await bench.pump { bench.hasFreed })
    }

    @Test(
      "At the end the answers that are on their way are taken, and nothing is left for the shell")
    func draining() async throws {
      let bench = try Bench(.kitty)
      bench.screen.present(bench.grid(), cursor: nil)
      bench.pty.type("\u{1B}P>|kitty(0.41.1)\u{1B}\\typed\u{1B}_Gi=11;OK\u{1B}\\\u{1B}[?62;c")
      bench.screen.close()
      bench.screen.listen { Issue.record("\($0) came through") }
      #expect(bench.pty.isCooked)
      #expect(bench.pty.waitingInput == 0)
    }

    @Test("While suspended nothing is kept in the terminal, and it is sent again afterwards")
    func suspending() async throws {
      let bench = try Bench(.kitty)
      bench.screen.present(bench.grid(), cursor: nil)
      #expect(await bench.pump { bench.screen.graphicsStatus.kind == .kitty })
      let picture = bench.screen.fitter.fit(image, in: box)
      for _ in 0..<2 {
        let before = bench.terminal.contents.count
        bench.screen.present(bench.grid(picture), cursor: nil)
        #expect(await bench.pump { bench.terminal.contents.count > before })
        #expect(await bench.pump { !bench.screen.graphics.stage.wantsTurn })
        bench.screen.suspend()
        #expect(await bench.pump { bench.hasFreed })
        bench.screen.resume()
      }
      bench.screen.close()
    }

    @Test(
      "A terminal that proves 24-bit colours gets them, whatever its name",
      arguments: ["xterm", "xterm-256color"])
    func truecolor(_ term: String) async throws {
      let bench = try Bench(.xterm, term: term)
      var buffer = bench.grid()
      buffer.write(
        "colour", at: Point(row: 5, column: 5), style: Style(foreground: .rgb(1, 2, 200)))
      buffer.write("named", at: Point(row: 6, column: 5), style: Style(foreground: .palette(3)))
      bench.screen.present(buffer, cursor: nil)
      #expect(bench.screen.colorDepth < .truecolor)
      #expect(await bench.pump { bench.screen.colorDepth == .truecolor })
      #expect(await bench.pump { bench.hasWritten("38;2;1;2;200") })
      #expect(bench.screen.fitter.depth == .truecolor)
      bench.screen.close()
    }

    @Test("Frames get in between the pieces of an upload")
    func interleaving() async throws {
      let bench = try Bench(.kitty)
      bench.screen.present(bench.grid(), cursor: nil)
      #expect(await bench.pump { bench.screen.graphicsStatus.kind == .kitty })
      let large = bench.screen.fitter.fit(
        .photograph(width: 600, height: 400), in: GridSize(rows: 20, columns: 70))
      bench.screen.present(bench.grid(large, row: 1), cursor: nil)
      #expect(await bench.pump { bench.terminal.contents.count > 2 })
      #expect(bench.screen.graphics.stage.wantsTurn)
      var buffer = bench.grid(large, row: 1)
      buffer.write("between", at: Point(row: 23, column: 0))
      bench.screen.present(buffer, cursor: nil)
      #expect(await bench.pump { !bench.screen.graphics.stage.wantsTurn })
      #expect(await bench.pump { bench.hasWritten("q=2,m=0") })
      let text = bench.text
      let between = try #require(text.firstRange(of: "between"))
      let last = try #require(text.firstRange(of: "q=2,m=0"))
      #expect(between.lowerBound < last.lowerBound)
      #expect(
        bench.terminal.contents.joined() == String(decoding: large.strips[0].content, as: UTF8.self)
      )
      bench.screen.close()
    }
  }
}
