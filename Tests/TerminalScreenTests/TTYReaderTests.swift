import Testing

@testable import TerminalScreen

@Suite("The reader of the terminal", .timeLimit(.minutes(1)))
@MainActor
struct TTYReaderTests {
  @Test("says that the terminal is gone where it can never read, and is not deaf for ever")
  func noDescriptor() async {
    let (events, feed) = AsyncStream.makeStream(of: InputEvent.self)
    let reader = TTYReader(descriptor: -1) { feed.yield($0) }
    var iterator = events.makeAsyncIterator()
    #expect(await iterator.next() == .hangup)
    reader.stop()
  }
}
