import TerminalScreen
import StudioCore

import struct FoundationEssentials.Date

/// A job in words: phase, bytes, time.
struct JobText {
  private let job: Generation
  private let progress: JobProgress?
  private let now: Date

  init(_ job: Generation, progress: JobProgress?, now: Date) {
    self.job = job
    self.progress = progress
    self.now = now
  }

  /// `again in 0:42 (2 of 3) — rate limited`; nil unless the job waits to be sent again.
  var countdown: StyledLine? {
    guard let resend = job.resend, let reason = job.refusal else { return nil }
    var line = StyledLine(Self.pause(before: resend, now: now), .text)
    line.add(" (\(resend.number) of \(resend.limit)) — \(reason)", .dim)
    return line
  }

  /// `receiving 1.2 MB`, `receiving 5/9` where steps are told, `saved 2`; the number is left out where
  /// there is no room.
  func phase(columns: Int, role: Role) -> StyledLine {
    var line = StyledLine(job.state.phase, role)
    guard let amount, line.columns + amount.count < columns else { return line }
    line.add(" \(amount)", .dim)
    return line
  }

  private var amount: String? {
    switch job.state {
    case .receiving:
      progress.map { progress in
        progress.steps.map { "\($0.done)/\($0.total)" }
          ?? Format.bytes(progress.bytesReceived).string
      }
    case .saved where job.images.count > 1: String(job.images.count)
    default: nil
    }
  }

  /// `again in 0:42`, and `again now` when that is over.
  private static func pause(before resend: Resend, now: Date) -> String {
    let seconds = resend.seconds(from: now)
    return seconds > 0 ? "again in \(clock(Double(seconds)))" : "again now"
  }

  /// Since the request left, or of a finished job how long it took; `–` before it left, where a clock
  /// would count what it waited and then jump back.
  var elapsed: String {
    if let duration = job.duration { return Self.clock(duration) }
    guard job.state.isRunning, let sentAt = job.sentAt else { return "–" }
    return Self.clock(now.timeIntervalSince(sentAt))
  }

  static func clock(_ seconds: Double) -> String {
    Format.clock(seconds: seconds).string
  }
}
