import StudioCore
import Synchronization

/// Hands the changes of a store to everybody who asked for them. Watches only while somebody does.
final class ChangeFeed: Sendable {
  private struct State {
    var readers: [Int: AsyncStream<StoreChange>.Continuation] = [:]
    var next = 0
    var watch: JournalWatch?
  }

  private let layout: StoreLayout
  private let state = Mutex(State())

  init(layout: StoreLayout) { self.layout = layout }

  /// Every change that is made after this returns.
  func stream() -> AsyncStream<StoreChange> {
    let (stream, continuation) = AsyncStream.makeStream(of: StoreChange.self)
    let number = state.withLock { state in
      state.next += 1
      state.readers[state.next] = continuation
      if state.watch == nil { state.watch = makeWatch() }
      return state.next
    }
    continuation.onTermination = { [weak self] _ in self?.leave(number) }
    return stream
  }

  func send(_ change: StoreChange) {
    let readers = state.withLock { Array($0.readers.values) }
    for reader in readers { reader.yield(change) }
  }

  private func makeWatch() -> JournalWatch {
    JournalWatch(layout: layout) { [weak self] changes in
      for change in changes { self?.send(change) }
    }
  }

  private func leave(_ number: Int) {
    state.withLock { state in
      state.readers[number] = nil
      if state.readers.isEmpty { state.watch = nil }
    }
  }
}
