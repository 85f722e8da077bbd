import NIOCore

/// One deadline at a time, on an event loop. Moving it later costs nothing.
final class ConnectionClock {
  private let action: () -> Void
  private var deadline: NIODeadline?
  private var scheduled: (at: NIODeadline, task: Scheduled<Void>)?

  init(action: @escaping () -> Void) { self.action = action }

  /// Runs the action after `time`, instead of at the last deadline.
  func expect(within time: Duration, on loop: any EventLoop) {
    let deadline = NIODeadline.now() + TimeAmount(time)
    self.deadline = deadline
    if let scheduled, scheduled.at <= deadline { return }
    scheduled?.task.cancel()
    schedule(at: deadline, on: loop)
  }

  /// Expects nothing for now.
  func rest() { deadline = nil }

  func stop() {
    deadline = nil
    scheduled?.task.cancel()
    scheduled = nil
  }

  private func schedule(at time: NIODeadline, on loop: any EventLoop) {
    let task = loop.assumeIsolated().scheduleTask(deadline: time) { [weak self] () -> Void in
      self?.fire(on: loop)
    }
    scheduled = (time, task)
  }

  private func fire(on loop: any EventLoop) {
    scheduled = nil
    guard let deadline else { return }
    guard deadline <= .now() else { return schedule(at: deadline, on: loop) }
    self.deadline = nil
    action()
  }
}
