import StudioCore

extension LocalStudio {
  /// How often a record is read before somebody is looked for who works on it.
  private static let patience = 20

  /// Waits for the end of a job of whatever process. What a dead one left is settled then and there.
  ///
  /// Throws what is true of one that nobody works on, and that cannot be settled yet.
  func end(of id: GenerationID) async throws(StudioError) -> Generation {
    var looks = 0
    while true {
      let generation = unwritten.truth(of: try await store.read(id))
      guard generation.state.isJob else { return generation }
      if looks.isMultiple(of: Self.patience), await settlement.settle(id) {
        return try ended(unwritten.truth(of: try await store.read(id)))
      }
      looks += 1
      do { try await Task.sleep(for: .milliseconds(50)) } catch {
        throw StudioError(.cancelled, "The caller went away before there was an answer.")
      }
    }
  }

  /// A job that was settled, if that ended it.
  private func ended(_ generation: Generation) throws(StudioError) -> Generation {
    guard generation.state.isJob else { return generation }
    guard generation.state.mayHaveLeft else {
      throw StudioError(
        .busy, "This request was taken on before, and waits; nobody here works on it.",
        hint: "`easel jobs` tells of it. It was not taken on once more.")
    }
    throw StudioError(
      .outcomeUnknown, "Easel ended while the answer came; what arrived cannot be looked at yet.",
      hint: (generation.warnings.suffix(1) + ["Nothing was sent this time."])
        .joined(separator: " "),
      mayHaveBeenBilled: generation.cost != .free)
  }
}
