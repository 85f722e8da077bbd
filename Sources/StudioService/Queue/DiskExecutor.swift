import Dispatch

/// Runs an actor on a queue of its own, so that waiting for the disk never takes one of the few
/// threads that all tasks of the process share.
final class DiskExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "easel.job")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
