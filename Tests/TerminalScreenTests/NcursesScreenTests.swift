import Foundation
import Glibc
import Testing

@testable import TerminalScreen

/// Opens a screen on a pseudo-terminal.
@MainActor
func openScreen(
  on terminal: PseudoTerminal, term: String = "xterm-256color",
  _ variables: [String: String] = [:]
) throws(TerminalError) -> NcursesScreen {
  var options = NcursesScreen.Options()
  options.ownsProcess = false
  options.environment = TerminalEnvironment(variables.merging(["TERM": term]) { $1 })
  return try NcursesScreen(ttyPath: terminal.path, logPath: nil, options: options)
}

@Suite("The screen of a real terminal", .serialized, .timeLimit(.minutes(3)))
@MainActor
struct NcursesScreenTests {
  private func grid(_ text: String, style: Style = .plain, of screen: any Screen) -> CellBuffer {
    var buffer = CellBuffer(size: screen.size)
    buffer.write(text, at: Point(row: 2, column: 5), style: style)
    return buffer
  }

  @Test("Opening takes the terminal, closing gives it back with every mode undone")
  func modes() throws {
    let terminal = try #require(PseudoTerminal(rows: 10, columns: 40))
    let screen = try openScreen(on: terminal)
    #expect(screen.size == GridSize(rows: 10, columns: 40))
    #expect(!terminal.isCooked)
    screen.present(grid("Hello", of: screen), cursor: nil)
    let opened = terminal.takeOutput()
    for part in ["\u{1B}[?1049h", "\u{1B}[?2004h", "\u{1B}[?1004h", "\u{1B}[?1006h", "Hello"] {
      #expect(opened.contains(part))
    }
    screen.close()
    screen.close()
    let closed = terminal.takeOutput()
    for part in ["\u{1B}[?1006l", "\u{1B}[?1004l", "\u{1B}[?2004l", "\u{1B}[?1049l"] {
      #expect(closed.contains(part))
    }
    #expect(closed.contains("\u{1B}[?25h"))
    #expect(terminal.isCooked)
  }

  @Test("Only what changed is sent, and nothing when nothing changed")
  func differences() throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal)
    defer { screen.close() }
    screen.present(grid("one word", of: screen), cursor: nil)
    _ = terminal.takeOutput()
    screen.present(grid("one word", of: screen), cursor: nil)
    #expect(terminal.takeOutput() == "")
    screen.present(grid("one bird", of: screen), cursor: nil)
    let change = terminal.takeOutput()
    #expect(change.contains("bi") && change.utf8.count < 30)
    screen.redrawFromScratch()
    screen.present(grid("one bird", of: screen), cursor: nil)
    #expect(terminal.takeOutput().contains("one bird"))
  }

  @Test("What is gathered leaves in one piece, and the terminal is a terminal again")
  func gathering() throws {
    let terminal = try #require(PseudoTerminal())
    let tty = try TTY(path: terminal.path)
    defer { tty.close() }
    for text in ["a long line, then", "less"] {
      tty.gather {
        for byte in text.utf8 {
          withUnsafeBytes(of: byte) { _ = write(fileno(tty.output), $0.baseAddress, 1) }
        }
        #expect(terminal.takeOutput() == "")
      }
      #expect(terminal.takeOutput() == text)
    }
    #expect(isatty(fileno(tty.output)) == 1)
    #expect(fcntl(fileno(tty.output), F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test("The cursor shows only where it is asked for")
  func cursor() throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal)
    defer { screen.close() }
    let grid = grid("x", of: screen)
    screen.present(grid, cursor: nil)
    #expect(terminal.takeOutput().contains("\u{1B}[?25l"))
    screen.present(grid, cursor: Point(row: 4, column: 6))
    let shown = terminal.takeOutput()
    #expect(shown.contains("\u{1B}[5;7H") && shown.contains("\u{1B}[?25h"))
    screen.present(grid, cursor: Point(row: 99, column: 0))
    #expect(terminal.takeOutput().contains("\u{1B}[?25l"))
  }

  @Test(
    "24-bit colours and palette numbers both reach the terminal as they are",
    arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
  func truecolor(_ term: String) throws {
    let terminal = try #require(PseudoTerminal())
    var options = NcursesScreen.Options()
    options.ownsProcess = false
    options.colorDepth = .truecolor
    options.environment = TerminalEnvironment(["TERM": term])
    let screen = try NcursesScreen(ttyPath: terminal.path, logPath: nil, options: options)
    defer { screen.close() }
    #expect(screen.colorDepth == .truecolor)
    #expect(getenv("TERMINFO") == nil)
    let colors = Style(foreground: .rgb(1, 128, 255), background: .rgb(0, 0, 3))
    screen.present(grid("A", style: colors, of: screen), cursor: nil)
    let direct = terminal.takeOutput()
    #expect(direct.contains("38;2;1;128;255m") && direct.contains("48;2;0;0;3m"))
    let numbered = Style(foreground: .palette(42), background: .palette(1))
    screen.present(grid("B", style: numbered, of: screen), cursor: nil)
    let palette = terminal.takeOutput()
    #expect(palette.contains("38;5;42m") && palette.contains("48;5;1m"))
  }

  @Test("Without 24 bits a colour becomes the nearest of the palette, without colour none is sent")
  func reducedColors() throws {
    let style = Style(foreground: .rgb(255, 0, 0), attributes: [.bold, .reverse])
    for (variables, expected) in [([:], "38;5;196m"), (["NO_COLOR": "1"], "0;1;7m")] {
      let terminal = try #require(PseudoTerminal())
      let screen = try openScreen(on: terminal, variables)
      screen.present(grid("A", style: style, of: screen), cursor: nil)
      let output = terminal.takeOutput()
      #expect(output.contains(expected))
      #expect(output.contains("196") == variables.isEmpty)
      screen.close()
    }
  }

  @Test("More colour pairs than the table holds are drawn all the same")
  func manyColors() throws {
    let terminal = try #require(PseudoTerminal(rows: 60, columns: 200))
    let screen = try openScreen(on: terminal, ["COLORTERM": "truecolor"])
    defer { screen.close() }
    for frame in 0..<12 {
      var buffer = CellBuffer(size: screen.size)
      for index in 0..<12_000 {
        let number = frame * 12_000 + index
        let color = Color.rgb(UInt8(number >> 12), UInt8(number >> 4 & 255), UInt8(number & 15))
        buffer[index / 200, index % 200] = Cell("#", width: 1, style: Style(foreground: color))
      }
      drain(terminal) { screen.present(buffer, cursor: nil) }
    }
    var last = CellBuffer(size: screen.size)
    last[0, 0] = Cell("Z", style: Style(foreground: .rgb(9, 8, 7)))
    drain(terminal) { screen.present(last, cursor: nil) }
    #expect(String(decoding: terminal.output.suffix(4000), as: UTF8.self).contains("38;2;9;8;7m"))
  }

  /// Runs something that writes more than a pseudo-terminal holds, reading beside it.
  private func drain(_ terminal: PseudoTerminal, _ body: () -> Void) {
    let reader = terminal.startDraining()
    body()
    terminal.stopDraining(reader)
  }

  @Test("Wide characters, marks and control characters leave as text of the right width")
  func text() throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal)
    defer { screen.close() }
    guard screen.isUnicode else { return }
    var buffer = grid("日e\u{301}x", of: screen)
    buffer[5, 0] = Cell("\u{1B}", width: 1)
    buffer[6, 0] = Cell("\u{10EEEE}", combining: ["\u{305}", "\u{30D}", "\u{310}"], width: 1)
    screen.present(buffer, cursor: nil)
    let output = terminal.takeOutput()
    #expect(output.contains("日e\u{301}x"))
    #expect(output.contains("\u{FFFD}"))
    #expect(output.contains("\u{10EEEE}\u{305}\u{30D}\u{310}"))
  }

  @Test("Bytes sent past the grid follow what was presented")
  func rawBytes() throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal)
    defer { screen.close() }
    screen.present(grid("before", of: screen), cursor: nil)
    screen.send(Array("\u{1B}_Ga=q\u{1B}\\".utf8))
    #expect(terminal.takeOutput().hasSuffix("\u{1B}_Ga=q\u{1B}\\"))
  }

  @Test("The kitty keyboard is switched on when the terminal answers, and off at the end")
  func kittyKeyboard() async throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal)
    terminal.type("\u{1B}[?0uk")
    var events = screen.events.makeAsyncIterator()
    #expect(await events.next() == .key(KeyChord(.character("k"))))
    #expect(terminal.takeOutput().contains("\u{1B}[>1u"))
    screen.close()
    #expect(terminal.takeOutput().contains("\u{1B}[<u"))
  }

  @Test("Suspending gives a usable terminal, resuming draws everything again")
  func suspending() throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal)
    defer { screen.close() }
    let picture = grid("picture", of: screen)
    screen.present(picture, cursor: nil)
    screen.suspend()
    #expect(terminal.isCooked)
    #expect(terminal.takeOutput().contains("\u{1B}[?1049l"))
    screen.present(picture, cursor: nil)
    #expect(terminal.takeOutput() == "")
    terminal.resize(rows: 12, columns: 50)
    screen.resume()
    #expect(!terminal.isCooked)
    #expect(screen.size == GridSize(rows: 12, columns: 50))
    screen.present(picture, cursor: nil)
    #expect(terminal.takeOutput().contains("picture"))
  }

  @Test("A terminal that cannot show a screen is refused in clear words, and left as it was")
  func refusals() throws {
    let terminal = try #require(PseudoTerminal())
    #expect(throws: TerminalError.unnamedTerminal) { try openScreen(on: terminal, term: "") }
    let dumb = #expect(throws: TerminalError.self) { try openScreen(on: terminal, term: "dumb") }
    #expect(dumb?.description.contains("TERM=dumb") == true)
    #expect(throws: TerminalError.noTerminal(path: "/dev/null")) {
      try NcursesScreen(ttyPath: "/dev/null", logPath: nil)
    }
    #expect(terminal.isCooked)
    #expect(terminal.takeOutput() == "")
  }

  @Test("An unknown terminal is treated as a common one, and the user is told")
  func unknownTerminal() throws {
    let terminal = try #require(PseudoTerminal())
    let screen = try openScreen(on: terminal, term: "no-such\u{1B}-terminal")
    defer { screen.close() }
    let note = try #require(screen.note)
    #expect(note.contains("xterm-256color") && !note.contains("\u{1B}"))
  }

  @Test(
    "Terminals of all kinds can be drawn on",
    arguments: ["xterm", "linux", "vt100", "ansi", "screen", "tmux-256color", "xterm-kitty"])
  func terminals(_ term: String) throws {
    let terminal = try #require(PseudoTerminal(rows: 5, columns: 20))
    let screen = try openScreen(on: terminal, term: term)
    defer { screen.close() }
    let style = Style(foreground: .palette(12), background: .rgb(9, 9, 9), attributes: .bold)
    screen.present(grid("Hi", style: style, of: screen), cursor: nil)
    #expect(terminal.takeOutput().contains("Hi"))
  }

  @Test("While the screen owns the process, signals are events and stderr goes to the log")
  func process() async throws {
    let terminal = try #require(PseudoTerminal(rows: 10, columns: 40))
    let log = try #require(TemporaryLog())
    var options = NcursesScreen.Options()
    options.environment = TerminalEnvironment(["TERM": "xterm-256color"])
    let screen = try NcursesScreen(ttyPath: terminal.path, logPath: log.path, options: options)
    var events = screen.events.makeAsyncIterator()
    _ = write(STDERR_FILENO, "noise", 5)
    terminal.resize(rows: 20, columns: 60)
    kill(getpid(), SIGWINCH)
    #expect(await events.next() == .resize(GridSize(rows: 20, columns: 60)))
    kill(getpid(), SIGTERM)
    #expect(await events.next() == .terminate(signal: SIGTERM))
    kill(getpid(), SIGCONT)
    #expect(await events.next() == .resumed)
    kill(getpid(), SIGHUP)
    #expect(await events.next() == .hangup)
    #expect(await events.next() == nil)
    screen.close()
    kill(getpid(), SIGHUP)  // A terminal's end comes several times.
    #expect(log.text.contains("noise"))
    #expect(!terminal.takeOutput().contains("noise"))
    signal(SIGHUP, SIG_DFL)
  }
}

/// A file that is deleted with its owner.
private final class TemporaryLog {
  let path: String

  init?() {
    var template = Array("/tmp/easel-log-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    close(descriptor)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { unlink(path) }

  var text: String {
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    return String(decoding: bytes, as: UTF8.self)
  }
}
