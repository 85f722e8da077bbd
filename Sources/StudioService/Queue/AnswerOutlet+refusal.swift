import NIOCore
import StudioCore

extension AnswerOutlet {
  /// Bytes of a refusal that is passed on.
  static let longestRefusal = 4 << 20

  /// A refusal is the caller's answer, without what it quotes of a credential; a redirection is not.
  func refuse(_ refusal: ServiceRefusal, hiding secrets: [Secret], after time: Duration?) {
    guard refusal.status >= 400 else { return }
    guard refusal.body.count <= Self.longestRefusal else {
      return fail(
        StudioError(
          .badAnswer,
          "The service refused with status \(refusal.status), in more words than are passed on "
            + "(4 MiB).", mayHaveBeenBilled: refusal.status >= 500))
    }
    let text = String(decoding: refusal.body, as: UTF8.self)
    let body = Array(secrets.reduce(text) { $1.removed(from: $0) }.utf8)
    answer(
      Head(
        status: refusal.status, headers: Self.visible(refusal.headers, hiding: secrets),
        byteCount: body.count, serviceTime: time), body)
  }
}

extension ServiceRefusal {
  /// The first bytes of a body. A connection that breaks meanwhile takes nothing back.
  static func head(
    of body: any AsyncSequence<ByteBuffer, any Error> & Sendable, limit: Int,
    isolation: isolated (any Actor)? = #isolation
  ) async -> [UInt8] {
    var head: [UInt8] = []
    do {
      for try await chunk in body {
        head.append(contentsOf: chunk.readableBytesView.prefix(limit - head.count))
        if head.count >= limit { break }
      }
    } catch {}
    return head
  }
}
