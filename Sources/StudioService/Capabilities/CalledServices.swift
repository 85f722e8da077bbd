import CapabilitySpecs
import StudioCore

/// The services that the studio's capabilities consume, with what configures them.
final class CalledServices: Sendable {
  let configuration: ServiceConfiguration
  /// In place of each service's own.
  let limits: TimeLimits?
  /// For answers that wait until they are whole.
  let folder: String
  /// nil for no limit.
  let spending: DailySpending?
  /// True where the simulator stands for every service: records say so, and nothing costs money.
  let isDemo: Bool
  private let capabilities: Lazy<[Capability]>

  /// None stands for the documents inside the program.
  init(
    _ capabilities: [Capability], environment: [String: String], limits: TimeLimits?,
    folder: String, dailySpendingLimit: Double?, isDemo: Bool = false
  ) {
    self.isDemo = isDemo
    configuration = ServiceConfiguration(environment: environment)
    self.limits = limits
    self.folder = folder
    spending = dailySpendingLimit.map(DailySpending.init(limit:))
    self.capabilities = Lazy { () throws(StudioError) in
      guard capabilities.isEmpty else { return capabilities }
      do { return try CapabilityCatalog.builtIn() } catch {
        throw StudioError(.badConfiguration, "A built-in capability cannot be read: \(error)")
      }
    }
  }

  /// Throws `bad-configuration` for one that no document consumes.
  func operation(
    _ service: String, _ operation: String
  ) throws(StudioError) -> CalledOperation {
    let all = try capabilities.value()
    guard let called = CalledOperation(service: service, operation: operation, in: all) else {
      let name = ServiceText.clean("\(service).\(operation)") ?? ""
      throw StudioError(.badConfiguration, "No capability consumes an operation “\(name)”.")
    }
    return called
  }
}
