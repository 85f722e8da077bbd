import Dispatch

/// Runs an actor on a queue of its own, so that waiting for the disk never takes one of the few
/// threads that all tasks of the process share.
///
/// A task that prefers it as well stays on that queue from end to end: what it waits for elsewhere
/// resumes it here, and not first on a shared thread that would only wake this one.
final class DiskExecutor: SerialExecutor, TaskExecutor {
  private let queue = DispatchQueue(label: "easel.job")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let (actor, task) = (asUnownedSerialExecutor(), asUnownedTaskExecutor())
    queue.async { job.runSynchronously(isolatedTo: actor, taskExecutor: task) }
  }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

  /// Runs `work` later, as the actor.
  func run(after time: DispatchTimeInterval, _ work: @escaping @Sendable () -> Void) {
    queue.asyncAfter(deadline: .now() + time, execute: work)
  }
}
