import Dispatch
import StudioCore
import Synchronization

/// Reports what is written to a journal, by whatever process, as it happens; until it is let go.
///
/// Where the kernel cannot tell of changes, the journal is looked at once a second.
final class JournalWatch: Sendable {
  private let source: Mutex<any DispatchSourceProtocol>

  /// What is written after this returns is reported, on a thread of its own.
  init(layout: StoreLayout, report: @escaping @Sendable ([StoreChange]) -> Void) {
    let tail = JournalTail(layout: layout)
    let source = Self.makeSource(tail)
    source.setEventHandler {
      let changes = tail.news()
      if !changes.isEmpty { report(changes) }
    }
    // The descriptor must stay open until the source has let go of it.
    source.setCancelHandler { withExtendedLifetime(tail) {} }
    source.resume()
    self.source = Mutex(source)
  }

  deinit { source.withLock { $0.cancel() } }

  private static func makeSource(_ tail: JournalTail) -> sending any DispatchSourceProtocol {
    let queue = DispatchQueue(label: "easel.journal")
    guard !tail.isWatching else {
      return DispatchSource.makeReadSource(fileDescriptor: tail.inotify, queue: queue)
    }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 1, repeating: 1)
    return timer
  }
}
