import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The way pictures are shown", .timeLimit(.minutes(3)))
@MainActor
struct GraphicsTests {
  /// The studio with a picture that is drawn as symbols.
  private func studio(_ size: GridSize = GridSize(rows: 34, columns: 110)) throws -> AppState {
    var state = AppState(size: size)
    _ = state.update(
      .result(.recent(HistoryPage(generations: [try Scene.saved()], offset: 0, total: 1))))
    let wanted = try #require(state.wantedDrawing)
    #expect(state.demand().contains(.draw([wanted])))
    let picture = wanted.fitter.fit(SamplePicture.draw(), in: wanted.box)
    _ = state.update(.result(.drawing(wanted, .ready(picture))))
    return state
  }

  private func press(_ name: String, in state: inout AppState) throws -> [Effect] {
    let chord = try #require(KeyChord(parsing: name))
    return state.update(.input(.key(chord)))
  }

  @Test("when the terminal turns out to show pixels, the picture on the screen is made anew")
  func upgrade() throws {
    var state = try studio()
    _ = state.demand()
    let old = try #require(state.wantedDrawing)
    _ = state.update(.graphics(.kitty, GraphicsStatus(.kitty)))
    let new = try #require(state.wantedDrawing)
    #expect(new.fitter == .kitty)
    #expect(new.path == old.path)
    #expect(state.demand().contains(.draw([new])))
    #expect(state.drawingWait.standIn?.request == old, "until then the old one stays")
    #expect(state.message == nil, "nobody asked, so nothing is told")
  }

  @Test("more colours of the terminal reach the theme too")
  func colours() {
    let shallow = PictureFitter(kind: .symbols, depth: .ansi16, isUnicode: true)
    var state = AppState(size: GridSize(rows: 24, columns: 80), fitter: shallow)
    let before = state.theme[.accent]
    _ = state.update(.graphics(.symbols, GraphicsStatus(.symbols)))
    #expect(state.theme[.accent] != before)
    #expect(state.theme[.accent] == Themes().standard[.accent])
  }

  @Test("a key goes through the ways, another one changes what pictures may cost")
  func keys() throws {
    var state = try studio()
    #expect(try press("F7", in: &state) == [.showPictures(.kitty, .full)])
    #expect(try press("Shift-F7", in: &state) == [.showPictures(.auto, .economy)])
    let sixel = PictureFitter(
      kind: .sixel, transfer: .economy, depth: .truecolor, isUnicode: true)
    _ = state.update(.graphics(sixel, GraphicsStatus(sixel, choice: .sixel)))
    #expect(state.message?.text == "Pictures: sixel, as chosen · few bytes")
    #expect(try press("F7", in: &state) == [.showPictures(.konsole, .economy)])
  }

  @Test("what pictures may cost is told also where it makes no difference yet, as behind tmux")
  func transferWithoutPixels() throws {
    var state = try studio()
    let remedy = "tmux set -p allow-passthrough on"
    for isFirst in [true, false] {
      for (transfer, words) in [(Transfer.economy, "few bytes"), (.full, "every colour")] {
        let symbols = PictureFitter(
          kind: .symbols, transfer: transfer, depth: .truecolor, isUnicode: true)
        var status = GraphicsStatus(symbols)
        status.remedy = isFirst && transfer == .full ? nil : remedy
        _ = state.update(.graphics(symbols, status))
        #expect(
          state.message?.text
            == "Pictures: symbols, the best here. Where pixels are shown: \(words)")
      }
    }
  }

  /// A terminal without any pixels.
  private let none: [GraphicsKind: GraphicsObstacle] = [
    .kitty: .terminal, .iterm2: .unproven, .sixel: .terminal, .konsole: .terminal,
  ]

  @Test("a key goes through what can be shown here, and says why the rest is not offered")
  func keysOnlyOffered() throws {
    var state = try studio()
    let status = GraphicsStatus(.symbols, obstacles: none)
    _ = state.update(.graphics(.symbols, status))
    #expect(try press("F7", in: &state) == [.showPictures(.symbols, .full)])
    _ = state.update(
      .graphics(.symbols, GraphicsStatus(.symbols, choice: .symbols, obstacles: none)))
    let reasons = [
      "No kitty graphics, sixel, kitty at the cursor: the terminal has none",
      "No iTerm2 images: the terminal does not say so",
    ]
    #expect(
      state.message?.text
        == (["Pictures: symbols, as chosen"] + reasons).joined(separator: ". "))
    #expect(try press("F7", in: &state) == [.showPictures(.ascii, .full)])
    _ = try press("F1", in: &state)
    let help = HelpPage(state).lines.map { line in
      var buffer = CellBuffer(size: GridSize(rows: 1, columns: 110))
      line.draw(into: &buffer, rect: buffer.bounds, theme: state.theme)
      return buffer.textLines[0]
    }
    #expect(reasons.allSatisfy { reason in help.contains { $0.hasPrefix(reason) } })
  }

  @Test("a choice that cannot be is refused with its reason, once")
  func refusal() throws {
    var state = try studio()
    let status = GraphicsStatus(
      .symbols, choice: .sixel, obstacles: [.sixel: .multiplexer])
    _ = state.update(.graphics(.symbols, status))
    #expect(
      state.message
        == Message(
          kind: .remark,
          text: "No sixel here: not inside tmux or screen. Pictures: symbols."))
    _ = try press("Esc", in: &state)
    _ = state.update(.graphics(.symbols, status))
    #expect(state.message == nil)
  }

  @Test("who chose symbols is not told how to get pixels, until they choose otherwise")
  func symbolsWanted() {
    var state = AppState(size: GridSize(rows: 24, columns: 80))
    let chosen = GraphicsStatus(.symbols, choice: .symbols, remedy: "tmux set")
    _ = state.update(.graphics(.symbols, chosen))
    #expect(state.warnings.current == nil)
    _ = state.update(.graphics(.symbols, GraphicsStatus(.symbols, remedy: "tmux set")))
    #expect(state.warnings.current?.contains("tmux set") == true)
  }

  @Test(
    "what is in the way of pixels is readable to its end in a small terminal",
    arguments: [[34, 110], [24, 80], [15, 50], [12, 40]])
  func smallTerminal(_ size: [Int]) {
    var state = AppState(size: GridSize(rows: size[0], columns: size[1]))
    let status = GraphicsStatus(.symbols, remedy: "tmux set -p allow-passthrough on")
    _ = state.update(.graphics(.symbols, status))
    var buffer = CellBuffer(size: state.size)
    _ = AppView(state: state).draw(into: &buffer)
    #expect(
      buffer.textLines.contains { $0.contains("`tmux set -p allow-passthrough on`") },
      "in one piece, to be copied")
    let words = buffer.textLines.suffix(3).joined(separator: " ").split(separator: " ")
      .joined(separator: " ")
    #expect(
      words.hasSuffix(
        "Run `tmux set -p allow-passthrough on` for real pictures, then press Ctrl-L."))
  }

  @Test("what is in the way of pixels is told once, and stands first on the help page")
  func remedy() throws {
    var state = try studio()
    let status = GraphicsStatus(.symbols, remedy: "tmux set -p allow-passthrough on")
    _ = state.update(.graphics(.symbols, status))
    let told = "Run `tmux set -p allow-passthrough on` for real pictures, then press Ctrl-L."
    #expect(state.shownMessage?.text == told)
    _ = try press("Esc", in: &state)
    _ = state.update(.graphics(.symbols, status))
    #expect(state.shownMessage == nil)
    _ = try press("F1", in: &state)
    var buffer = CellBuffer(size: state.size)
    _ = AppView(state: state).draw(into: &buffer)
    #expect(buffer.textLines[2].contains(told))
  }

  @Test("the ways of a screen reach the picture while the studio runs")
  func live() async throws {
    let screen = ChangingScreen()
    let studio = FakeStudio(try Scene.withPicture())
    let app = StudioApp(studio: studio, screen: screen, options: .test)
    let run = Task { await app.run() }
    await poll { app.state.wantedDrawing.flatMap { app.state.drawings[$0]?.isFinal } == true }
    #expect(app.state.wantedDrawing?.fitter == .symbols)
    screen.change(to: .kitty)
    await poll { app.state.wantedDrawing?.fitter == .kitty }
    await poll { app.state.wantedDrawing.flatMap { app.state.drawings[$0]?.isFinal } == true }
    screen.inner.press("F7")
    await poll { !screen.choices.isEmpty }
    #expect(screen.choices == [.kitty])
    screen.inner.send(.hangup)
    _ = await run.value
  }

  private func poll(_ isTrue: () -> Bool) async {
    for _ in 0..<30_000 where !isTrue() { try? await Task.sleep(for: .milliseconds(1)) }
    #expect(isTrue())
  }
}

/// A screen in memory whose way of showing pictures changes.
@MainActor
private final class ChangingScreen: Screen {
  let inner = MemoryScreen(size: GridSize(rows: 34, columns: 110))
  private(set) var fitter = PictureFitter.symbols
  private(set) var choices: [GraphicsChoice] = []
  let fitters: AsyncStream<PictureFitter>
  private let continuation: AsyncStream<PictureFitter>.Continuation

  init() { (fitters, continuation) = AsyncStream.makeStream() }

  func change(to fitter: PictureFitter) {
    self.fitter = fitter
    continuation.yield(fitter)
  }

  var graphicsStatus: GraphicsStatus { GraphicsStatus(fitter) }
  func showPictures(_ choice: GraphicsChoice, transfer: Transfer?) { choices.append(choice) }

  var size: GridSize { inner.size }
  var colorDepth: ColorDepth { inner.colorDepth }
  var isUnicode: Bool { inner.isUnicode }
  func listen(_ listener: @escaping @MainActor (InputEvent) -> Void) { inner.listen(listener) }
  func present(_ buffer: CellBuffer, cursor: Point?) { inner.present(buffer, cursor: cursor) }
  func send(_ bytes: [UInt8]) { inner.send(bytes) }
  func suspend() { inner.suspend() }
  func resume() { inner.resume() }
  func stop() { inner.stop() }
  func redrawFromScratch() { inner.redrawFromScratch() }
  func close() { inner.close() }
}
