/// A destination that can be picked, or the reason why it cannot.
public struct Offer: Hashable, Sendable {
  public enum Readiness: Hashable, Sendable {
    /// Still asking.
    case checking
    case ready
    /// It may work; it could not be found out without paying.
    case untested(String)
    /// Why not, and what to do, each in one short sentence.
    case unavailable(reason: String, hint: String?)
  }

  /// Incomplete (no deployment or model) where a name has to be typed, or nothing is offered.
  public var destination: Destination
  public var readiness: Readiness
  /// One short remark: the model behind a deployment, a size on disk.
  public var note: String?

  public init(_ destination: Destination, _ readiness: Readiness, note: String? = nil) {
    self.destination = destination
    self.readiness = readiness
    self.note = note
  }

  /// True when picking it leads to a request.
  public var isUsable: Bool {
    guard destination.isComplete else { return false }
    return switch readiness {
    case .ready, .untested, .checking: true
    case .unavailable: false
    }
  }
}
