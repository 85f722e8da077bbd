import Dispatch
import StudioServer
import Synchronization
import TerminalScreen

/// One line on stderr for each request that the server answered, written by a thread of its own: a
/// reader of stderr that does not read must not hold up the server. What it is too slow for is
/// counted, and told when it reads again.
final class RequestLog: Sendable {
  /// Lines that wait at most.
  private static let limit = 1_000

  private let queue = DispatchQueue(label: "easel.log")
  private let state = Mutex((waiting: 0, dropped: 0))

  /// Returns at once.
  func write(_ line: ServerLogLine) {
    let isTaken = state.withLock { state in
      guard state.waiting < Self.limit else {
        state.dropped += 1
        return false
      }
      state.waiting += 1
      return true
    }
    guard isTaken else { return }
    queue.async { [self] in
      let dropped = state.withLock { state in
        defer { state.dropped = 0 }
        state.waiting -= 1
        return state.dropped
      }
      if dropped > 0 { Messages.say(DisplayText("\(dropped) lines of the log were dropped")) }
      Messages.say(Self.text(of: line))
    }
  }

  private static func text(of line: ServerLogLine) -> DisplayText {
    let milliseconds = Int((line.duration / .milliseconds(1)).rounded())
    let end = line.wasAbandoned ? " (the caller went away)" : ""
    let generation = line.generation.map { " \($0)" } ?? ""
    return DisplayText(
      "\(line.door) \(line.method) \(line.path) \(line.status) \(line.bytes) B "
        + "\(milliseconds) ms \(line.requestID)\(generation)\(end)")
  }
}
