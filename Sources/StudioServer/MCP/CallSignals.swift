import StudioCore

/// What is heard while a call waits: the studio's events, a clock, the end, and when to give up.
struct CallSignals: Sendable {
  enum Signal: Sendable {
    case event(StudioEvent)
    case tick
    case bound
    case ended
  }

  let stream: AsyncStream<Signal>
  private let feed: AsyncStream<Signal>.Continuation
  private let sources: [Task<Void, Never>]

  init(_ events: AsyncStream<StudioEvent>, tick: Duration, bound: Duration) {
    // The end is the last signal and so never the one that is dropped.
    let (stream, feed) = AsyncStream.makeStream(
      of: Signal.self, bufferingPolicy: .bufferingNewest(1024))
    self.stream = stream
    self.feed = feed
    sources = [
      Task { for await event in events { feed.yield(.event(event)) } },
      Task { while (try? await Task.sleep(for: tick)) != nil { feed.yield(.tick) } },
      Task {
        guard (try? await Task.sleep(for: bound)) != nil else { return }
        feed.yield(.bound)
        feed.finish()
      },
    ]
  }

  /// What was waited for is there.
  func end() {
    feed.yield(.ended)
    feed.finish()
  }

  func stop() {
    for source in sources { source.cancel() }
    feed.finish()
  }
}
