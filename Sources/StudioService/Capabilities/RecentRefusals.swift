import StudioCore
import Synchronization

/// Answers in which a service refused a call, for whoever calls again by the same name: the answer is
/// the same then. The record keeps what a refusal means, not its bytes, so another process, or this
/// one after a restart, answers with that.
final class RecentRefusals: Sendable {
  private static let most = 256
  /// Bytes of a refusal that is kept.
  private static let longest = 64 << 10

  /// The oldest first.
  private let kept = Mutex<[(id: GenerationID, answer: AnswerOutlet.Listener)]>([])

  /// Keeps the answer to a call if it was a refusal.
  func note(_ reply: ServiceReply, of answer: AnswerOutlet.Listener) {
    guard let id = reply.generation, reply.status >= 400,
      let count = reply.byteCount, count <= Self.longest
    else { return }
    kept.withLock { kept in
      if kept.count == Self.most { kept.removeFirst() }
      kept.append((id, answer))
    }
  }

  /// The answer in which this generation was refused; nil where it is not known any more.
  func reply(of id: GenerationID) async throws(StudioError) -> ServiceReply? {
    let answer = kept.withLock { kept in kept.last { $0.id == id }?.answer }
    var reply = try await answer?.reply()
    // That time was another call's.
    reply?.serviceTime = nil
    return reply
  }
}
