/// Counts requests of each deployment in windows of some seconds.
actor RateWindows {
  private var windows: [String: (start: ContinuousClock.Instant, count: Int)] = [:]
  private let length: Double = 20

  /// The place of a request in its window.
  struct Place: Sendable {
    var remaining: Int
    /// Seconds until the next window.
    var reset: Double
    var isOver: Bool
  }

  /// Notes one more request; refused ones count too.
  func enter(_ deployment: AzureDeployment) -> Place {
    let limit = Self.limit(of: deployment)
    let now = ContinuousClock.now
    var window = windows[deployment.name] ?? (now, 0)
    if now - window.start >= .seconds(length) { window = (now, 0) }
    window.count += 1
    windows[deployment.name] = window
    let spent = (now - window.start) / .seconds(1)
    return Place(
      remaining: max(0, limit - window.count), reset: max(0.001, length - spent),
      isOver: window.count > limit)
  }

  /// Requests in one window.
  static func limit(of deployment: AzureDeployment) -> Int {
    deployment.behaviour == .isLimited ? 1 : 10_000
  }
}
