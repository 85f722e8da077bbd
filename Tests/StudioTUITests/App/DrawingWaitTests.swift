import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The picture beside the history", .timeLimit(.minutes(3)))
@MainActor
struct DrawingWaitTests {
  /// The history with three pictures, the first of them drawn.
  private func history() throws -> AppState {
    var state = AppState(size: GridSize(rows: 34, columns: 110))
    let generations = try (1...3).map { number in
      var generation = try Scene.saved(number)
      generation.folder = "/pictures/\(number)"
      return generation
    }
    state.place = .history
    _ = state.update(
      .result(
        .history(
          HistoryRead(query: .all, offset: 0, limit: 64, epoch: 0),
          .success(HistoryPage(generations: generations, offset: 0, total: 3)))))
    let first = try #require(state.wantedDrawing)
    #expect(state.demand().contains(.draw([first])))
    answer(first, in: &state)
    return state
  }

  private func answer(_ request: DrawingRequest, in state: inout AppState) {
    let picture = request.fitter.fit(SamplePicture.draw(width: 8, height: 8), in: request.box)
    _ = state.update(.result(.drawing(request, .ready(picture))))
    _ = state.demand()
  }

  private func press(_ key: Unicode.Scalar, in state: inout AppState) -> [Effect] {
    state.update(.input(.key(KeyChord(.character(key))))) + state.demand()
  }

  private func saysDrawing(_ state: AppState) -> Bool {
    var buffer = CellBuffer(size: state.size)
    _ = AppView(state: state).draw(into: &buffer)
    return buffer.textLines.contains { $0.contains("drawing…") }
  }

  @Test("a picture is drawn once the selection stands still; until then the old one stays")
  func stillness() throws {
    var state = try history()
    let moves = [press("j", in: &state), press("j", in: &state)]
    for effects in moves {
      #expect(effects.contains(.wake(.drawing, after: DrawingWait.stillness)))
      #expect(!effects.contains { if case .draw = $0 { true } else { false } })
    }
    #expect(!saysDrawing(state))
    let third = try #require(state.wantedDrawing)
    let effects = state.update(.alarm(.drawing)) + state.demand()
    #expect(effects.contains(.draw([third])))
    #expect(!saysDrawing(state))
    answer(third, in: &state)
    #expect(state.drawingWait.standIn?.request == third)
  }

  @Test("a picture that takes long to draw is said to be drawn")
  func slowness() throws {
    var state = try history()
    _ = press("j", in: &state)
    _ = state.update(.alarm(.drawing))
    #expect(state.demand().contains(.wake(.drawing, after: DrawingWait.patience)))
    _ = state.update(.alarm(.drawing))
    #expect(saysDrawing(state))
  }

  @Test("a picture that was drawn before is there at once")
  func cached() throws {
    var state = try history()
    let first = state.wantedDrawing
    _ = press("j", in: &state)
    #expect(
      press("k", in: &state).allSatisfy { $0 != .wake(.drawing, after: DrawingWait.stillness) })
    #expect(state.wantedDrawing == first)
    #expect(state.drawingWait.standIn?.request == first)
    #expect(!saysDrawing(state))
  }

  @Test("another size of the pane asks at once, and shows no drawing of the old size")
  func resized() throws {
    var state = try history()
    _ = state.update(.input(.resize(GridSize(rows: 40, columns: 120))))
    let wanted = try #require(state.wantedDrawing)
    #expect(state.demand().contains(.draw([wanted])))
    #expect(saysDrawing(state))
  }
}
