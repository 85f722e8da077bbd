import StudioCore

/// How far a call is, and the telling of it to a client that wants to know.
struct CallProgress {
  /// The generation of the call, once it is known.
  private(set) var generation: Generation?
  private let isOurs: @Sendable (Generation) -> Bool
  private let token: JSONValue?
  private let notify: @Sendable (JSONValue) -> Void
  private let start = ContinuousClock.now
  /// What was told last, in tenths of a second: progress may only grow.
  private var told = 0
  private var received: (bytes: Int, of: Int?) = (0, nil)

  init(
    of request: MCPRequest, in context: MCPContext,
    where isOurs: @escaping @Sendable (Generation) -> Bool
  ) {
    token = request.progressToken
    notify = context.notify
    self.isOurs = isOurs
  }

  mutating func note(_ event: StudioEvent) {
    switch event {
    case .changed(let new) where isOurs(new):
      let isNews = new.state != generation?.state
      generation = new
      if isNews, new.state.isJob { tell() }
    case .progress(let progress) where progress.id == generation?.id:
      received = (progress.bytesReceived, progress.bytesExpected)
    default: break
    }
  }

  mutating func note(_ generation: Generation) { self.generation = generation }

  mutating func tell() {
    guard let token else { return }
    told = max(told + 1, Int((ContinuousClock.now - start) / .milliseconds(100)))
    notify(
      MCPMessage.notification(
        "notifications/progress",
        [
          "progressToken": token, "progress": .number("\(told / 10).\(told % 10)"),
          "message": .string("\(phase), \(seconds) s"),
        ]))
  }

  var seconds: Int { Int((ContinuousClock.now - start) / .seconds(1)) }

  private var phase: String {
    switch generation?.state {
    case nil: "preparing"
    case .draft, .waiting: "waiting in the queue"
    case .sending: "connecting"
    case .sent: "generating"
    case .receiving: "receiving the pictures" + receivedText
    case .saving: "saving"
    case .saved, .failed, .unknown, .cancelled: "done"
    }
  }

  private var receivedText: String {
    guard received.bytes > 0 else { return "" }
    let all = received.of.map { " of \(ByteText.of($0))" } ?? ""
    return " (\(ByteText.of(received.bytes))\(all))"
  }
}

/// Numbers of bytes for people.
enum ByteText {
  static func of(_ bytes: Int) -> String {
    switch bytes {
    case ..<1000: "\(bytes) bytes"
    case ..<1_000_000: "\(bytes / 1000) kB"
    default: "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
    }
  }
}
