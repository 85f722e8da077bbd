import NIOCore
import Synchronization

/// One caller's connection, as requests see it.
final class Connection: Sendable {
  /// Raised when the caller closed its side, or the connection broke.
  let departure = Signal()
  let channel: any Channel
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(channel: any Channel) { self.channel = channel }

  /// Serves the connection in a task that can be cancelled when its caller leaves.
  func serve(_ work: @escaping @Sendable () async -> Void) async {
    let task = Task { await work() }
    self.task.withLock { $0 = task }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Stops whatever is being done for the connection.
  func cancel() { task.withLock { $0 }?.cancel() }

  /// Runs work that makes sense only while its caller waits: it is cancelled when the caller leaves,
  /// and with it everything that the connection does.
  func whileCallerWaits<Value>(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
  ) async rethrows -> Value {
    let id = departure.onRaise { [weak self] in self?.cancel() }
    defer { departure.forget(id) }
    return try await work()
  }
}
