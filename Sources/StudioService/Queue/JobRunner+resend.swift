import FoundationEssentials
import StudioCore

extension JobRunner {
  /// Waits until a request that was refused may be sent again; at once where none was.
  func waitForResend() async throws {
    guard let resend = generation.resend else { return }
    // A clock that was set back must not keep the job.
    let pause = min(.seconds(resend.at.timeIntervalSinceNow), rules.patience)
    if pause > .zero { try await Task.sleep(for: pause) }
    guard stopReason == nil else { throw CancellationError() }
  }

  /// Puts the job back to wait, if what ended it proves that nothing was started and it may be sent
  /// again. The evidence is on disk before that happens: where the disk refuses it, the job ends.
  ///
  /// A caller who waits for the answer gets the refusal instead: it is the service's answer.
  func waitsAgain(after error: any Error) -> Bool {
    guard outlet == nil, stopReason == nil, !Task.isCancelled else { return false }
    let ending = ending(after: error)
    guard ending.state == .failed,
      let attempt = RefusedAttempt(
        // An earlier form of it may have been answered where the last one found no connection.
        sentAt: ending.hadLeft || generation.answer != nil ? generation.sentAt : nil,
        refusedAt: Date(),
        answer: hidingSecrets(in: generation).answer,
        error: ending.error.hiding(secrets)),
      let resend = rules.next(after: generation.refused.count + 1, attempt.error)
    else { return false }
    var waiting = generation
    guard waiting.wait(after: attempt, for: resend), (try? job.record(waiting)) != nil else {
      return false
    }
    tell(waiting)
    return true
  }

  func ending(after error: any Error) -> JobEnding {
    JobEnding(
      error: error, state: generation.state, stopReason: stopReason,
      isFree: generation.cost == .free, provider: generation.request.destination.provider,
      refusals: generation.refused.count)
  }
}
