import NIOCore

/// Runs a connection's task on the thread that serves its socket.
///
/// Between the two nothing has to wake another thread, and what is written reaches the socket at
/// once: a task elsewhere learns that the caller takes no more only after it has written far ahead.
final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
