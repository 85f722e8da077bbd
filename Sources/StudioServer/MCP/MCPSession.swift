import StudioCore
import Synchronization

/// A conversation of the legacy era, from its handshake to its end.
final class MCPSession: Sendable {
  private struct State {
    var subscriptions: Set<String> = []
    var listeners = 0
    var listener: (@Sendable () -> Void)?
    var lastUse = ContinuousClock.now
  }

  /// More than any client has a use for.
  private static let mostSubscriptions = 256

  let id: String
  let revision: MCPRevision
  let requests = RequestsInFlight()
  private let state = Mutex(State())

  init(id: String = MCPSession.newID(), revision: MCPRevision) {
    self.id = id
    self.revision = revision
  }

  /// 256 bits that nobody guesses, in visible ASCII.
  private static func newID() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  func use() { state.withLock { $0.lastUse = .now } }

  /// How long nothing has gone on in it; nil while something does.
  func idleTime(at now: ContinuousClock.Instant) -> Duration? {
    guard requests.isEmpty else { return nil }
    return state.withLock { $0.listener == nil ? now - $0.lastUse : nil }
  }

  func subscribe(to uri: String) throws(MCPError) {
    let isDone = state.withLock { state in
      guard state.subscriptions.count < Self.mostSubscriptions else { return false }
      state.subscriptions.insert(uri)
      return true
    }
    guard isDone else { throw .broken("Too many subscriptions.") }
  }

  func unsubscribe(from uri: String) { state.withLock { _ = $0.subscriptions.remove(uri) } }

  var subscriptions: Set<String> { state.withLock { $0.subscriptions } }

  /// Notes a listener to news that belongs to no request, which `ending` ends; answers what
  /// `stopListening` takes. A later listener takes an earlier one's place.
  func listen(_ ending: @escaping @Sendable () -> Void) -> Int {
    let (old, place) = state.withLock { state in
      defer { state.listener = ending }
      state.listeners += 1
      return (state.listener, state.listeners)
    }
    old?()
    return place
  }

  func stopListening(_ place: Int) {
    state.withLock { state in
      state.lastUse = .now
      if state.listeners == place { state.listener = nil }
    }
  }

  func end() {
    requests.cancelAll()
    let ending = state.withLock { state in
      defer { state.listener = nil }
      return state.listener
    }
    ending?()
  }
}
