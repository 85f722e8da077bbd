/// Jobs that wait by their records, and that nobody on this machine works on, each oldest first.
public struct LeftJobs: Hashable, Sendable {
  /// The process that took them on was on this machine, and is gone.
  public var here: [Generation]
  /// It was on a machine of another name: this one as it was called before, the one that a backup is
  /// from, or one that shares the store, and may be at work. Only a person can tell, so that they
  /// are sent by nobody else's word. `worker` names the machine.
  public var elsewhere: [Generation]

  public init(here: [Generation] = [], elsewhere: [Generation] = []) {
    self.here = here
    self.elsewhere = elsewhere
  }

  /// Those that are among these.
  public func among(_ generations: [Generation]) -> LeftJobs {
    let ids = Set(generations.map(\.id))
    return LeftJobs(
      here: here.filter { ids.contains($0.id) },
      elsewhere: elsewhere.filter { ids.contains($0.id) })
  }

  public var all: [Generation] { (here + elsewhere).sorted { $0.id < $1.id } }
}

/// What came of taking jobs on that nobody worked on.
public struct Resumption: Hashable, Sendable {
  public var taken: [GenerationID]
  /// Why the others were not, in their order.
  public var refusals: [StudioError]

  public init(taken: [GenerationID] = [], refusals: [StudioError] = []) {
    self.taken = taken
    self.refusals = refusals
  }
}
