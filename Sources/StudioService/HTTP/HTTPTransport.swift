import NIOCore

/// Carries one HTTP exchange, and says exactly how far it got.
protocol HTTPTransport: Sendable {
  /// Connects, calls `onConnected`, sends the request and hands the answer to `receive`.
  ///
  /// `onConnected` runs when the connection (and TLS) stands and before the first byte of the
  /// request leaves; if it throws, nothing is sent; a `StudioError` comes back as
  /// it is, any other error in `TransportError.notSent`. Redirects are never followed. `receive` must not keep the answer.
  ///
  /// Cancelling the task closes the connection. Both closures run where the caller does.
  func exchange<Result: Sendable>(
    _ request: HTTPRequest, isolation: isolated (any Actor)?,
    onConnected: () async throws -> Void, receive: (HTTPAnswer) async throws -> Result
  ) async throws -> Result
}

extension HTTPTransport {
  func exchange<Result: Sendable>(
    _ request: HTTPRequest, onConnected: () async throws -> Void = {},
    isolation: isolated (any Actor)? = #isolation,
    receive: (HTTPAnswer) async throws -> Result
  ) async throws -> Result {
    try await exchange(
      request, isolation: isolation, onConnected: onConnected, receive: receive)
  }
}

/// A request on its way; unlike `SentRequest` it carries a credential and is never kept.
struct HTTPRequest: Sendable {
  var method: String
  /// Absolute, `http` or `https`.
  var url: String
  var headers: [(name: String, value: String)]
  var credential: HeaderCredential?
  var body: [UInt8] = []
  var limits: TimeLimits
  /// True for an address that somebody else named: it must not lead to this machine or its link,
  /// whatever name it hides behind. Where it does, nothing is sent.
  var refusesNearAddresses = false
}

/// How long each part of an exchange may take.
struct TimeLimits: Sendable {
  /// To a standing connection.
  var connect: Duration = .seconds(20)
  /// Without a single byte of the answer.
  var idle: Duration
  /// From connection to the last byte.
  var total: Duration
}

/// An answer while it arrives.
struct HTTPAnswer: Sendable {
  var status: Int
  /// In the order received, names as the service wrote them.
  var headers: [(name: String, value: String)]
  /// The bytes as they come, with back pressure.
  var body: any AsyncSequence<ByteBuffer, any Error> & Sendable
  /// True when the other side runs on this machine.
  var isFromLoopback: Bool

  /// The first header of that name, without regard to case.
  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// True for an answer of server-sent events.
  var isEventStream: Bool {
    let type = header("content-type")?.prefix { $0 != ";" && $0 != " " }
    return type?.lowercased() == "text/event-stream"
  }
}

/// Why an exchange did not end, told apart by what may have been sent.
enum TransportError: Error, Sendable {
  enum Reason: Sendable, Equatable {
    case nameNotFound
    case refused
    case timedOut
    case tls
    case cancelled
    case other
  }

  /// Not a byte of the request has left. `detail` is for people, of our own making.
  case notConnected(Reason, detail: String)
  /// `onConnected` threw, or the task was cancelled: not a byte has left.
  case notSent(any Error)
  /// The request may have left, wholly or in part, and no complete answer came.
  case broken(Reason, detail: String)

  /// What happened, for people; nil where the caller's own error says it.
  var detail: String? {
    switch self {
    case .notConnected(_, let detail), .broken(_, let detail): detail
    case .notSent: nil
    }
  }
}
