import StudioCore
import Synchronization

/// Where a job hands the service's answer to those who called for it.
///
/// Everybody who waits or reads holds a `Listener`. When the last one lets go before the answer is
/// complete, the call is abandoned.
final class AnswerOutlet: Sendable {
  /// What a caller is answered, before its body.
  struct Head: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    /// nil while the answer is still arriving.
    var byteCount: Int?
    var serviceTime: Duration?
  }

  private enum Body: Sendable {
    case bytes([UInt8])
    case spool(AnswerSpool)
  }

  private enum Outcome: Sendable {
    case answered(Head, Body)
    case failed(StudioError)
  }

  /// nil for a call that makes no pictures.
  private let generation: GenerationID?
  private let outcome = Watched<Outcome?>(nil)
  private let listenerCount = Mutex(0)
  private let abandoned: @Sendable (ServiceCall.Abandonment) -> Void

  init(
    _ generation: GenerationID?,
    abandoned: @escaping @Sendable (ServiceCall.Abandonment) -> Void
  ) {
    self.generation = generation
    self.abandoned = abandoned
  }

  /// The headers that a caller may see: none of a cookie or the connection, and no credential, which
  /// a service may quote in any of them.
  static func visible(
    _ headers: [(name: String, value: String)], hiding secrets: [Secret]
  ) -> [(name: String, value: String)] {
    headers.filter { header in
      let name = header.name.lowercased()
      return visibleNames.contains(name) || visiblePrefixes.contains { name.hasPrefix($0) }
    }.map { (name: $0.name, value: secrets.reduce($0.value) { $1.removed(from: $0) }) }
  }

  private static let visibleNames: Set = [
    "content-type", "x-request-id", "apim-request-id", "retry-after", "retry-after-ms",
    "x-ms-region",
  ]
  private static let visiblePrefixes = ["x-ratelimit-", "openai-", "azureml-"]
}

// The job's side. What comes after an answer or an end changes nothing.
extension AnswerOutlet {
  /// The answer's head is known; its bytes follow through the spool.
  func answer(_ head: Head, _ spool: AnswerSpool) { settle(.answered(head, .spool(spool))) }

  /// The whole answer is known; a refusal of the service is one too.
  func answer(_ head: Head, _ body: [UInt8]) { settle(.answered(head, .bytes(body))) }

  /// There will be no answer, or no more of it.
  func fail(_ error: StudioError) {
    settle(.failed(error))
    if case .answered(_, .spool(let spool)) = outcome.value { spool.fail(error) }
  }

  private func settle(_ outcome: Outcome) { self.outcome.change { $0 = $0 ?? outcome } }

  private var hasEnded: Bool {
    switch outcome.value {
    case nil: false
    case .answered(_, .spool(let spool)): spool.hasEnded
    case .answered, .failed: true
    }
  }
}

// The caller's side.
extension AnswerOutlet {
  final class Listener: Sendable {
    private let outlet: AnswerOutlet
    private let abandonment: ServiceCall.Abandonment

    fileprivate init(_ outlet: AnswerOutlet, _ abandonment: ServiceCall.Abandonment) {
      self.outlet = outlet
      self.abandonment = abandonment
    }

    deinit { outlet.left(abandonment) }

    /// Waits for the answer. Throws what kept it away, and `cancelled` with the task.
    func reply() async throws(StudioError) -> ServiceReply {
      let outcome: Outcome
      do {
        outcome = try await outlet.outcome.first { $0 }
      } catch {
        throw StudioError(.cancelled, "The caller went away before there was an answer.")
      }
      switch outcome {
      case .failed(let error): throw error
      case .answered(let head, .bytes(let bytes)):
        return reply(head, AsyncThrowingStream(bytes))
      case .answered(let head, .spool(let spool)): return reply(head, spool.bytes(for: self))
      }
    }

    private func reply(
      _ head: Head, _ body: AsyncThrowingStream<[UInt8], any Error>
    ) -> ServiceReply {
      ServiceReply(
        generation: outlet.generation, status: head.status, headers: head.headers,
        byteCount: head.byteCount, body: body, serviceTime: head.serviceTime)
    }
  }

  func listen(_ abandonment: ServiceCall.Abandonment) -> Listener {
    listenerCount.withLock { $0 += 1 }
    return Listener(self, abandonment)
  }

  private func left(_ abandonment: ServiceCall.Abandonment) {
    let isLast = listenerCount.withLock { count in
      count -= 1
      return count == 0
    }
    if isLast, !hasEnded { abandoned(abandonment) }
  }
}

extension AsyncThrowingStream where Element == [UInt8], Failure == any Error {
  /// Bytes that are there already, in one piece.
  init(_ bytes: [UInt8]) {
    self.init { continuation in
      if !bytes.isEmpty { continuation.yield(bytes) }
      continuation.finish()
    }
  }
}
