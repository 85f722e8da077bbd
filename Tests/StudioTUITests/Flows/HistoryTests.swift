import StudioCore
import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("History", .timeLimit(.minutes(3)))
@MainActor
struct HistoryTests {
  private func long(_ count: Int) -> FakeStudio.Contents {
    var contents = FakeStudio.Contents()
    contents.historyCount = count
    return contents
  }

  @Test("100,000 generations are scrolled by reading only what is seen")
  func longHistory() async {
    let driver = await AppDriver(long(100_000))
    let before = driver.studio.historyReads.count
    await driver.press("F3", "G")
    #expect(driver.shows("no. 99999"))
    await driver.press("PageUp", times: 5)
    await driver.press("g")
    #expect(driver.shows("oil on canvas no. 0"))
    let reads = driver.studio.historyReads.dropFirst(before)
    #expect(reads.count <= 12)
    #expect(reads.allSatisfy { $0.limit <= HistoryWindow.pageLength })
    await driver.stop()
  }

  @Test("the filter line searches while it is typed; Esc takes it away")
  func filter() async {
    var contents = FakeStudio.Contents()
    contents.history = (0..<40).map(Samples.old)
    let driver = await AppDriver(contents)
    await driver.press("F3", "/")
    await driver.type("heron")
    #expect(driver.shows("History · 5"))
    #expect(!driver.shows("fox in the snow"))
    await driver.press("Esc")
    #expect(driver.shows("History · 40"))
    await driver.press("/")
    await driver.type("zebra")
    #expect(driver.shows("Nothing matches"))
    await driver.stop()
  }

  @Test("while a date is typed the list stays, and the filter line says what is wanted")
  func unfinishedDate() async {
    var contents = FakeStudio.Contents()
    contents.history = (0..<40).map(Samples.old)
    let driver = await AppDriver(contents)
    await driver.press("F3", "/")
    await driver.type("after:20")
    #expect(driver.shows("History · 40"))
    #expect(driver.lines[2].contains("wants a date such as 2026-11-21 │"))
    await driver.type("26-02-30")
    #expect(driver.lines[2].contains("there is no day 2026-02-30 │"))
    await driver.press("Esc", "/")
    await driver.type("a line of words modle:x")
    #expect(driver.lines[2].contains("no such field │"), "in few words rather than cut")
    await driver.stop()
  }

  @Test("a recall can be undone, prompt and settings both")
  func recall() async throws {
    var contents = FakeStudio.Contents()
    contents.history = [try Scene.saved()]
    contents.defaultDestination = Samples.demo
    let driver = await AppDriver(contents)
    await driver.type("what I was writing")
    await driver.press("F3", "r")
    #expect(driver.state.desk.editor.text == "a lighthouse in a storm, oil on canvas")
    #expect(driver.state.desk.destination == Samples.azure)
    #expect(driver.state.desk.parameters[.quality] == .text("high"))
    await driver.press("Ctrl-_")
    #expect(driver.state.desk.editor.text == "what I was writing")
    #expect(driver.state.desk.destination == Samples.demo)
    #expect(driver.state.desk.parameters == Parameters())
    await driver.stop()
  }

  @Test("recalling only the prompt leaves the settings alone")
  func recallPrompt() async throws {
    var contents = FakeStudio.Contents()
    contents.history = [try Scene.saved()]
    let driver = await AppDriver(contents)
    await driver.press("F3", "R")
    #expect(driver.state.desk.editor.text == "a lighthouse in a storm, oil on canvas")
    #expect(driver.state.desk.parameters == Parameters())
    await driver.stop()
  }

  @Test("the place is kept when a generation comes in above it")
  func keepsPlace() async throws {
    var contents = FakeStudio.Contents()
    contents.history = (0..<200).map(Samples.old)
    let driver = await AppDriver(contents)
    await driver.press("F3")
    await driver.press("Down", times: 100)
    let (id, row) = (driver.state.history.window.selectedID, driver.state.history.window.selected)
    driver.studio.add(Samples.generation(2_000_000, prompt: "new", state: .saved, minutesAgo: 0))
    await driver.settle()
    #expect(driver.state.history.window.selectedID == id)
    #expect(driver.state.history.window.selected == row + 1)
    #expect(driver.state.history.window.selection?.id == id)
    await driver.stop()
  }

  @Test("a history that cannot be read says so")
  func unreadable() async {
    var contents = FakeStudio.Contents()
    contents.historyError = StudioError(.inputOutput, "The store cannot be read.")
    let driver = await AppDriver(contents)
    await driver.press("F3")
    #expect(driver.shows("The store cannot be read."))
    await driver.stop()
  }

  @Test("Enter shows the picture on the whole screen, Esc comes back")
  func viewer() async throws {
    var contents = FakeStudio.Contents()
    contents.history = [try Scene.saved()]
    let driver = await AppDriver(contents)
    await driver.press("F3", "Enter", "Right")
    #expect(driver.shows("2 of 4"))
    await driver.press("Esc")
    #expect(driver.state.place == .history)
    await driver.stop()
  }
}

@Suite("The window over the history", .timeLimit(.minutes(3)))
struct HistoryWindowTests {
  private func page(_ offset: Int, total: Int) -> HistoryPage {
    let end = min(total, offset + HistoryWindow.pageLength)
    return HistoryPage(
      generations: (offset..<end).map(Samples.old), offset: offset, total: total)
  }

  @Test("an answer to an outdated question is dropped")
  func outdated() throws {
    var window = HistoryWindow()
    let old = try #require(window.reads(rows: 10).first)
    window.search(HistoryFilter("fox").query)
    window.take(old, .success(page(0, total: 5)))
    #expect(window.total == nil)
  }

  @Test("each stretch is asked for once")
  func once() {
    var window = HistoryWindow()
    let counts = [window.reads(rows: 10).count, window.reads(rows: 10).count]
    #expect(counts == [1, 0])
  }

  @Test("the pages before and behind what is seen are read ahead, what is seen first")
  func ahead() throws {
    let length = HistoryWindow.pageLength
    var window = HistoryWindow()
    let first = try #require(window.reads(rows: 10).first)
    window.take(first, .success(page(0, total: 1000)))
    #expect(window.reads(rows: 10).map(\.offset) == [length])
    window.move(by: 5 * length)
    window.show(rows: 10)
    #expect(window.reads(rows: 10).map(\.offset) == [5, 4, 6, 3].map { $0 * length })
  }

  @Test("a row says what its generation has become")
  func row() throws {
    var window = HistoryWindow()
    let read = try #require(window.reads(rows: 10).first)
    window.take(read, .success(page(0, total: 20)))
    let before = try #require(window.row(at: 3))
    var changed = try #require(window.generation(at: 3))
    changed.isFavourite = !changed.isFavourite
    window.note(changed)
    let after = try #require(window.row(at: 3))
    #expect(before.prompt.columns != after.prompt.columns)
  }

  @Test("only a few pages are kept however far one scrolls")
  func bounded() throws {
    var window = HistoryWindow()
    for _ in 0..<40 {
      window.show(rows: 30)
      for read in window.reads(rows: 30) {
        window.take(read, .success(page(read.offset, total: 100_000)))
      }
      window.move(by: HistoryWindow.pageLength)
    }
    let kept = (0..<40 * HistoryWindow.pageLength).count { window.generation(at: $0) != nil }
    #expect(kept <= HistoryWindow.pagesKept * HistoryWindow.pageLength)
  }
}
