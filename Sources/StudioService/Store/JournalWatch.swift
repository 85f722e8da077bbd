import Dispatch
import Glibc
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
      // A job writes several lines within milliseconds: without a pause each would wake two threads
      // while the job itself wants the processor. The source is silent until this returns.
      usleep(Self.pause)
    }
    // The descriptor must stay open until the source has let go of it.
    source.setCancelHandler { withExtendedLifetime(tail) {} }
    source.resume()
    self.source = Mutex(source)
  }

  deinit { source.withLock { $0.cancel() } }

  /// Microseconds between two looks at the journal.
  private static let pause: UInt32 = 20_000

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
