import StudioCore

/// The answering of one request as what goes out: news that belong to it, signs of life, and its
/// response last.
struct AnswerFlow: Sendable {
  enum Piece: Sendable {
    case notification(JSONValue)
    /// Nothing else went out for a while.
    case silence
    case response(JSONValue)
  }

  let pieces: AsyncStream<Piece>
  private let work: Task<Void, Never>

  /// - Parameter start: runs what answers, so that its caller can keep the task.
  init(
    _ request: MCPRequest, core: MCPCore, revision: MCPRevision, session: MCPSession?,
    stopping: Signal,
    start: (@escaping @Sendable () async -> Void) throws(MCPError) -> Task<Void, Never>
  ) throws(MCPError) {
    // A reader that is too slow loses the oldest news, never the response.
    let (pieces, feed) = AsyncStream.makeStream(
      of: Piece.self, bufferingPolicy: .bufferingNewest(256))
    self.pieces = pieces
    let context = MCPContext(
      revision: revision, session: session, stopping: stopping,
      notify: { feed.yield(.notification($0)) })
    work = try start {
      let pulse = Task {
        while (try? await Task.sleep(for: core.times.silence)) != nil { feed.yield(.silence) }
      }
      let response = await core.response(to: request, in: context)
      pulse.cancel()
      if let response { feed.yield(.response(response)) }
      feed.finish()
    }
  }

  func cancel() { work.cancel() }
}
