import StudioCore

/// The jobs of every process, and what became of those that ended while the screen was there.
struct JobList: Sendable {
  private var generations: [GenerationID: Generation] = [:]
  private var received: [GenerationID: JobProgress] = [:]
  private(set) var selectedID: GenerationID?
  /// Jobs that wait, and that nobody works on.
  private var held: Set<GenerationID> = []
  /// Those that the studio was asked to take on, until the next news of each.
  private var released: Set<GenerationID> = []
  /// Those of both that were asked for on a machine of another name.
  private var heldElsewhere: Set<GenerationID> = []

  /// Jobs by age, then what ended, the last first.
  private(set) var rows: [Generation] = []

  var running: Int { rows.count { $0.state.isRunning } }
  /// Those that somebody works on.
  var waiting: Int { rows.count { $0.state == .waiting && !held.contains($0.id) } }
  /// Whether one waits to be sent again.
  var hasCountdown: Bool { rows.contains { $0.resend != nil && !held.contains($0.id) } }
  var selectedRow: Int { rows.firstIndex { $0.id == selectedID } ?? 0 }
  var selection: Generation? { rows.isEmpty ? nil : rows[selectedRow] }

  subscript(id: GenerationID) -> Generation? { generations[id] }

  /// How far a job is.
  func progress(of id: GenerationID) -> JobProgress? { received[id] }

  /// Whether progress would change what people read of a job: its phase or, where that is shown,
  /// the amount in words.
  func isSeen(_ progress: JobProgress, withAmount: Bool) -> Bool {
    guard let known = generations[progress.id], known.state.isJob else { return false }
    guard withAmount, known.state == progress.state else { return known.state != progress.state }
    let before = received[progress.id]
    if before?.partial != progress.partial || before?.steps != progress.steps { return true }
    return before?.bytesExpected != progress.bytesExpected
      || before.map { Format.bytes($0.bytesReceived) } != Format.bytes(progress.bytesReceived)
  }

  /// Takes a record. Old news (a state already left behind) is dropped.
  mutating func take(_ generation: Generation) {
    if let known = generations[generation.id], !known.leads(to: generation) { return }
    // Somebody has taken it on.
    if generation.state != .waiting || generation.worker != generations[generation.id]?.worker {
      held.remove(generation.id)
      released.remove(generation.id)
      heldElsewhere.remove(generation.id)
    }
    generations[generation.id] = generation
    if !generation.state.isJob { received[generation.id] = nil }
    sort()
  }

  /// From here on these wait without anybody who works on them, until they are taken on.
  mutating func hold(_ left: LeftJobs) {
    for job in left.all { take(job) }
    held.formUnion(left.all.map(\.id))
    heldElsewhere.formUnion(left.elsewhere.map(\.id))
  }

  /// The machine where a job was asked for that nobody works on, if it has another name than this
  /// one: it may be under way there.
  func host(ofHeld id: GenerationID) -> String? {
    isHeld(id) && heldElsewhere.contains(id) ? generations[id]?.worker?.host : nil
  }

  /// The studio is asked to take these on: they are not held any more, unless it refuses.
  mutating func release(_ ids: [GenerationID]) {
    released.formUnion(held.intersection(ids))
    held.subtract(ids)
  }

  /// The studio has refused; what it has taken on all the same stays as it is.
  mutating func holdAgain(_ ids: [GenerationID]) {
    held.formUnion(released.intersection(ids))
    released.subtract(ids)
  }

  func isHeld(_ id: GenerationID) -> Bool { held.contains(id) }

  mutating func take(_ progress: JobProgress) {
    guard let known = generations[progress.id], known.state.isJob else { return }
    received[progress.id] = progress
    if known.state != progress.state, known.state.leads(to: progress.state), progress.state.isJob {
      generations[progress.id] = known.moved(to: progress.state)
      sort()
    }
  }

  /// Takes an ended row away; the generation stays in the history.
  mutating func dismiss(_ id: GenerationID) {
    guard let row = rows.firstIndex(where: { $0.id == id }) else { return }
    generations[id] = nil
    sort()
    selectedID = rows.isEmpty ? nil : rows[min(row, rows.count - 1)].id
  }

  mutating func select(_ row: Int) {
    guard !rows.isEmpty else { return }
    selectedID = rows[max(0, min(row, rows.count - 1))].id
  }

  private mutating func sort() {
    let active = generations.values.filter(\.state.isJob).sorted { $0.id < $1.id }
    let ended = generations.values.filter { !$0.state.isJob }.sorted {
      ($0.finishedAt ?? $0.createdAt, $0.id) > ($1.finishedAt ?? $1.createdAt, $1.id)
    }
    rows = active + ended
    if selectedID == nil { selectedID = rows.first?.id }
  }
}

extension Generation.State {
  /// Whether `state` can still come before the request is refused, in one step or several.
  fileprivate func leads(to state: Generation.State) -> Bool {
    let next = next.subtracting([.waiting])
    return next.contains(state) || next.contains { $0.isJob && $0.leads(to: state) }
  }
}

extension Generation {
  /// Whether `other` says the same as this record or more. Each refusal begins a new round.
  fileprivate func leads(to other: Generation) -> Bool {
    guard refused.count == other.refused.count else { return refused.count < other.refused.count }
    return state == other.state || state.leads(to: other.state)
  }
}

extension Generation {
  /// The same record further on its way.
  fileprivate func moved(to state: State) -> Generation {
    var moved = self
    let way: [State] = [.sending, .sent, .receiving, .saving]
    for step in way where moved.state != state { moved.advance(to: step) }
    return moved
  }
}
