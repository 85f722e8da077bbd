import StudioCore
import Synchronization

/// A client on a pair of pipes: both eras, as its messages come.
final class StdioConversation: Sendable {
  private struct State {
    var session: MCPSession?
    var news: Task<Void, Never>?
    /// Requests whose answer is not written yet.
    var unanswered = 0
  }

  private let core: MCPCore
  private let requests = RequestsInFlight()
  private let stopping = Signal()
  private let state = Mutex(State())
  /// Writes one message; false when nobody reads any more.
  private let send: @Sendable (JSONValue) async -> Bool

  init(core: MCPCore, send: @escaping @Sendable (JSONValue) async -> Bool) {
    self.core = core
    self.send = send
  }

  /// Takes one message. Answers come by `send`, in whatever order they are ready.
  func receive(_ message: MCPMessage) async {
    switch message {
    case .invalid(let id, let error): _ = await send(error.message(id: id))
    case .request(let call): await answer(call)
    case .notification("notifications/cancelled", let params):
      if let id = MessageID(params["requestId"]) { requests.cancel(id) }
    case .notification, .response: break
    }
  }

  private func answer(_ call: MCPRequest) async {
    do {
      if call.statedRevision != nil {
        try ModernRules.check(call, header: nil)
        try start(call, .newest, session: nil)
      } else if call.method == "initialize" {
        _ = await send(try greet(call))
      } else if call.method == "ping" {
        _ = await send(MCPMessage.answer(call.id, JSONObject()))
      } else if let session = state.withLock({ $0.session }) {
        try start(call, session.revision, session: session)
      } else if call.method == "server/discover" {
        throw MCPError.unknownMethod(call.method)
      } else {
        throw MCPError.invalidRequest("Initialize first, or state a revision in _meta.")
      }
    } catch let error as MCPError {
      _ = await send(error.message(id: call.id))
    } catch {
      _ = await send(MCPError.broken("Something went wrong.").message(id: call.id))
    }
  }

  private func greet(_ call: MCPRequest) throws(MCPError) -> JSONValue {
    guard case .string(let wish)? = call.params["protocolVersion"] else {
      throw .invalidParams("protocolVersion must be a revision of the protocol.")
    }
    let session = MCPSession(revision: MCPRevision.agreed(on: wish, overHTTP: false))
    let news = Task { [core, send] in
      let (messages, feed) = AsyncStream.makeStream(
        of: JSONValue.self, bufferingPolicy: .bufferingNewest(256))
      let source = Task { await core.tellNews(to: session) { feed.yield($0) } }
      for await message in messages where await !send(message) { break }
      source.cancel()
    }
    let old = state.withLock { state in
      defer { (state.session, state.news) = (session, news) }
      return state.news
    }
    old?.cancel()
    return MCPMessage.answer(call.id, core.greeting(session.revision))
  }

  private func start(
    _ call: MCPRequest, _ revision: MCPRevision, session: MCPSession?
  ) throws(MCPError) {
    let flow = try AnswerFlow(
      call, core: core, revision: revision, session: session, stopping: stopping
    ) { work throws(MCPError) in try requests.start(call.id, work) }
    state.withLock { $0.unanswered += 1 }
    Task {
      for await piece in flow.pieces {
        switch piece {
        case .notification(let message), .response(let message): _ = await send(message)
        case .silence: break
        }
      }
      state.withLock { $0.unanswered -= 1 }
    }
  }

  /// Ends the streams, and waits for the answers that are due, as long as the options say. What takes
  /// longer goes on: its pictures are kept, only nobody is told.
  func end() async {
    state.withLock { $0.news }?.cancel()
    stopping.raise()
    let end = ContinuousClock.now + core.options.finishing
    // A task of its own, which is not cancelled with the server's.
    let waiting = Task { [self] in
      while state.withLock({ $0.unanswered }) > 0, ContinuousClock.now < end {
        try? await Task.sleep(for: .milliseconds(5))
      }
    }
    await waiting.value
  }
}
