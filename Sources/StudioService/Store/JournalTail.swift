import Glibc
import StudioCore
import Synchronization

/// The end of a journal, and the kernel's word (inotify) that something was written there.
///
/// A store that is not there yet is waited for by watching the folder above it.
final class JournalTail: Sendable {
  private struct State {
    var position: ChangeJournal.Position
    var watched: Int32 = -1
  }

  /// Readable when it is worth to look; negative where the kernel has none left to give.
  let inotify: Int32
  private let journal: ChangeJournal
  private let root: String
  private let state: Mutex<State>

  /// What is written after this returns is found by `news`.
  init(layout: StoreLayout) {
    journal = ChangeJournal(path: layout.journal)
    root = layout.root
    inotify = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    state = Mutex(State(position: ChangeJournal.Position()))
    arm()
    state.withLock { $0.position = journal.end() }
  }

  deinit { if inotify >= 0 { close(inotify) } }

  /// True while the kernel tells of changes.
  var isWatching: Bool { state.withLock { $0.watched >= 0 } }

  /// What was written since the last call.
  func news() -> [StoreChange] {
    drain()
    arm()
    return state.withLock { state in
      guard let news = journal.news(since: state.position) else {
        state.position = journal.end()
        return [.everything]
      }
      state.position = news.position
      return news.changes
    }
  }

  private func drain() {
    guard inotify >= 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    while read(inotify, &bytes, bytes.count) > 0 {}
  }

  /// Watches the store's folder, or the nearest one above it that is there.
  private func arm() {
    guard inotify >= 0 else { return }
    state.withLock { state in
      var path = Self.nearest(to: root)
      while true {
        watch(path, &state)
        // A folder may have been made between the look and the watch.
        let now = Self.nearest(to: root)
        if now == path { return }
        path = now
      }
    }
  }

  private func watch(_ path: String, _ state: inout State) {
    let events =
      IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF
      | IN_MOVE_SELF
    let number = inotify_add_watch(inotify, path, UInt32(events))
    if state.watched >= 0, state.watched != number { inotify_rm_watch(inotify, state.watched) }
    state.watched = number
  }

  private static func nearest(to path: String) -> String {
    var path = path
    while access(path, F_OK) != 0, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      path = String(path[..<slash])
    }
    return access(path, F_OK) == 0 ? path : "/"
  }
}
