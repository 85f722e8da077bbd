import StudioService

/// Waits for the jobs of this process, for so long at most; then stops them, truthfully: those that
/// still wait are left to the next start.
struct Drain {
  let studio: LocalStudio
  let grace: Duration

  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await studio.drain() }
      group.addTask {
        do { try await Task.sleep(for: grace) } catch { return }
        await studio.leave()
      }
      await group.next()
      group.cancelAll()
    }
  }
}
