import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The mailbox", .timeLimit(.minutes(1)))
@MainActor
struct MailboxTests {
  /// How many events came in each batch.
  @MainActor
  private final class Batches {
    var counts: [Int] = []
  }

  private static func picture(_ number: Int) -> AppEvent {
    let request = DrawingRequest(
      path: "/\(number).png", box: GridSize(rows: 1, columns: 2), fitter: .symbols)
    return .result(.drawing(request, .failed("")))
  }

  private func opened() -> (Mailbox, Batches) {
    let (mailbox, batches) = (Mailbox(), Batches())
    mailbox.open { batches.counts.append(mailbox.drain().count) }
    return (mailbox, batches)
  }

  private func wait(_ batches: Batches, for events: Int) async throws {
    while batches.counts.reduce(0, +) < events { try await Task.sleep(for: .milliseconds(1)) }
  }

  @Test("of many pictures the first comes at once, and the others together")
  func pictures() async throws {
    let (mailbox, batches) = opened()
    mailbox.postPicture(Self.picture(0))
    try await wait(batches, for: 1)
    for number in 1...20 { mailbox.postPicture(Self.picture(number)) }
    try await wait(batches, for: 21)
    #expect(batches.counts.filter { $0 > 0 } == [1, 20])
  }

  @Test("a key does not wait for pictures, and takes those along that are there")
  func key() async throws {
    let (mailbox, batches) = opened()
    mailbox.postPicture(Self.picture(0))
    try await wait(batches, for: 1)
    mailbox.postPicture(Self.picture(1))
    mailbox.post(.tick)
    try await wait(batches, for: 3)
    #expect(batches.counts.filter { $0 > 0 } == [1, 2])
  }
}
