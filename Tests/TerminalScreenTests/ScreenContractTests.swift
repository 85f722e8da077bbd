import Testing

@testable import TerminalScreen

/// A screen, and the hands of the person before it.
@MainActor
struct ScreenUnderTest {
  let screen: any Screen
  let type: @MainActor (String) -> Void
  let hangUp: @MainActor () -> Void
}

/// The screens that keep the contract.
enum ScreenKind: CaseIterable {
  case memory, ncurses

  @MainActor
  func make() throws -> ScreenUnderTest {
    switch self {
    case .memory:
      let screen = MemoryScreen(size: GridSize(rows: 24, columns: 80))
      return ScreenUnderTest(
        screen: screen, type: { screen.type($0) }, hangUp: { screen.send(.hangup) })
    case .ncurses:
      let terminal = try #require(PseudoTerminal())
      return ScreenUnderTest(
        screen: try openScreen(on: terminal), type: { terminal.type($0) },
        hangUp: { terminal.hangUp() })
    }
  }
}

@Suite("What every screen promises", .serialized, .timeLimit(.minutes(3)))
@MainActor
struct ScreenContractTests {
  @Test("Keys come in as they are typed", arguments: ScreenKind.allCases)
  func keys(_ kind: ScreenKind) async throws {
    let test = try kind.make()
    test.type("aé日")
    var received: [InputEvent] = []
    for await event in test.screen.events {
      received.append(event)
      if received.count == 3 { break }
    }
    let expected: [Unicode.Scalar] = ["a", "é", "日"]
    #expect(received == expected.map { .key(KeyChord(.character($0))) })
    test.screen.close()
  }

  @Test("A hang-up comes once and ends the events", arguments: ScreenKind.allCases)
  func hangup(_ kind: ScreenKind) async throws {
    let test = try kind.make()
    test.hangUp()
    var received: [InputEvent] = []
    for await event in test.screen.events { received.append(event) }
    #expect(received == [.hangup])
    test.screen.present(CellBuffer(size: test.screen.size), cursor: nil)
    test.screen.close()
  }

  @Test(
    "Nothing comes in after closing, and everything after it is ignored",
    arguments: ScreenKind.allCases)
  func closing(_ kind: ScreenKind) async throws {
    let test = try kind.make()
    let screen = test.screen
    screen.close()
    screen.listen { Issue.record("\($0) after closing") }
    test.type("a")
    test.hangUp()
    await Task.yield()
    screen.present(CellBuffer(size: screen.size), cursor: Point(row: 0, column: 0))
    screen.send([0x41])
    screen.suspend()
    screen.resume()
    screen.redrawFromScratch()
    screen.close()
  }

  @Test("Grids of any size can be presented, also while suspended", arguments: ScreenKind.allCases)
  func sizes(_ kind: ScreenKind) throws {
    let screen = try kind.make().screen
    #expect(screen.size == GridSize(rows: 24, columns: 80))
    for (rows, columns) in [(0, 0), (1, 1), (24, 80), (100, 300)] {
      screen.present(CellBuffer(size: GridSize(rows: rows, columns: columns)), cursor: nil)
    }
    screen.suspend()
    screen.suspend()
    screen.present(CellBuffer(size: screen.size), cursor: nil)
    screen.resume()
    screen.resume()
    screen.close()
  }
}
