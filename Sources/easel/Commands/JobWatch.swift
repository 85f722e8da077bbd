import Glibc
import StudioCore
import TerminalScreen

import struct FoundationEssentials.Date

/// Follows jobs of this process to their ends, shows how far they are, and cancels them on Ctrl-C.
struct JobWatch {
  private enum Happening: Sendable {
    case studio(StudioEvent)
    case signal(Int32)
    /// A second has passed.
    case tick
  }

  /// Whether a signal asked to stop.
  private(set) var interrupted = false
  private let studio: any Studio
  private let interrupts = Interrupts()
  private let happenings: AsyncStream<Happening>
  private let feeds: [Task<Void, Never>]
  private var jobs: [GenerationID: Generation] = [:]
  private var received: [GenerationID: JobProgress] = [:]
  private var line: ProgressLine

  /// Listens from here on, so that nothing is missed of what is submitted afterwards.
  init(studio: any Studio, progress line: ProgressLine) {
    self.studio = studio
    self.line = line
    let (happenings, continuation) = AsyncStream.makeStream(of: Happening.self)
    self.happenings = happenings
    let (events, signals) = (studio.events(), interrupts.signals)
    var feeds = [
      Task { for await event in events { continuation.yield(.studio(event)) } },
      Task { for await signal in signals { continuation.yield(.signal(signal)) } },
    ]
    if line.isVisible {
      feeds.append(
        Task {
          while (try? await Task.sleep(for: .seconds(1))) != nil { continuation.yield(.tick) }
        })
    }
    self.feeds = feeds
  }

  /// Returns when all have ended: what became of each, in the order in which they came.
  mutating func run(_ submitted: [Generation]) async -> [Generation] {
    for job in submitted { jobs[job.id] = job }
    defer {
      line.erase()
      for feed in feeds { feed.cancel() }
    }
    line.show(text)
    for await happening in happenings {
      await take(happening)
      if jobs.values.allSatisfy({ !$0.state.isJob }) { break }
      line.show(text)
    }
    return submitted.compactMap { jobs[$0.id] }
  }

  private mutating func take(_ happening: Happening) async {
    switch happening {
    case .tick: break
    case .studio(.changed(let generation)): take(generation)
    case .studio(.progress(let progress)):
      if jobs[progress.id] != nil { received[progress.id] = progress }
    case .studio(.historyChanged): await readAgain()
    case .signal(let number): await stop(number)
    }
  }

  /// What has ended stays so: news may come late.
  private mutating func take(_ generation: Generation) {
    guard let known = jobs[generation.id], known.state.isJob else { return }
    jobs[generation.id] = generation
    if generation.resend != nil, generation.resend != known.resend {
      line.note(DisplayText(Figures.phase(generation)))
    }
  }

  private mutating func readAgain() async {
    for id in jobs.keys {
      if let generation = try? await studio.generation(id) { take(generation) }
    }
  }

  private mutating func stop(_ number: Int32) async {
    interrupted = true
    line.erase()
    guard number == SIGINT else { return await studio.stop() }
    Messages.say("Cancelling; press Ctrl-C again to leave at once.")
    for job in jobs.values where job.state.isJob { try? await studio.cancel(job.id) }
  }

  // MARK: Words

  private var text: DisplayText {
    let open = jobs.values.filter(\.state.isJob).sorted { $0.id < $1.id }
    guard let job = open.first(where: { $0.state.isRunning }) ?? open.first else { return .empty }
    let count = jobs.count - open.count + 1
    let place = jobs.count > 1 ? "\(count) of \(jobs.count)  " : ""
    guard job.resend == nil else { return DisplayText(place + Figures.phase(job)) }
    // Before it has left there is no time to count: what it waited would be in it.
    let elapsed = job.sentAt.map { "  \(Figures.clock(Date().timeIntervalSince($0)))" } ?? ""
    return DisplayText("\(place)\(Figures.phase(job.state))\(elapsed)\(amount(of: job))")
  }

  private func amount(of job: Generation) -> String {
    guard job.state == .receiving, let progress = received[job.id] else { return "" }
    if let steps = progress.steps {
      return "  step \(steps.done) of \(steps.total)  "
        + ProgressLine.bar(Double(steps.done) / Double(steps.total))
    }
    let bytes = "  \(Figures.bytes(progress.bytesReceived))"
    guard let whole = progress.bytesExpected, whole > 0 else { return bytes }
    return bytes + "  " + ProgressLine.bar(Double(progress.bytesReceived) / Double(whole))
  }
}
