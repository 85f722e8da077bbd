import Glibc
import NIOCore

/// The connection that a request came by: whether the client is still there, and how to break it.
struct Connection: Sendable {
  let channel: any Channel
  let watch: ConnectionWatch

  init(channel: any Channel) async throws {
    self.channel = channel
    watch = try await channel.pipeline.handler(type: ConnectionWatch.self).get()
  }

  var clientHasLeft: Bool { !channel.isActive || watch.clientHasLeft }

  /// Waits until the network has taken all that was written; false when the client left first.
  func drain() async throws -> Bool {
    while !clientHasLeft {
      if try await channel.getOption(.bufferedWritableBytes).get() == 0 { return !clientHasLeft }
      try await Task.sleep(for: .milliseconds(1))
    }
    return false
  }

  /// Waits until the network has taken the whole answer; false when the connection ended before. A
  /// client may leave as soon as it has the last byte.
  func deliver() async throws -> Bool {
    while channel.isActive, !watch.answerIsTaken { try await Task.sleep(for: .milliseconds(1)) }
    return watch.answerIsTaken
  }

  /// Sends RST: the client sees "connection reset by peer".
  func reset() async throws {
    if let socket = channel as? any SocketOptionProvider {
      try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try await channel.close().get()
  }

  /// Closes the connection in the middle of whatever it carries.
  func hangUp() async throws { try await channel.close().get() }

  /// Waits, in short steps, so that a client that leaves ends the work.
  ///
  /// - Throws: `ClientLeft` as soon as the client is gone.
  func pause(seconds: Double) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if clientHasLeft { throw ClientLeft() }
      let rest = end - ContinuousClock.now
      guard rest > .zero else { return }
      try await Task.sleep(for: min(rest, .milliseconds(20)))
    }
  }
}

/// The client closed the connection before its answer was ready.
struct ClientLeft: Error {}
