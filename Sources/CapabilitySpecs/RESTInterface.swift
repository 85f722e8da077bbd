/// A REST server that a capability exposes.
public struct RESTInterface: Sendable, Equatable {
  /// The qualifier of callers' parameters in `with`.
  public let namespace: String
  /// The address to bind; nil leaves the choice to the server.
  public let address: String?
  /// The port, 1–65535.
  public let port: Int
  /// What is demanded of callers.
  public let authentication: Authentication?
  /// The paths.
  public let resources: [RESTResource]
  /// Where the door is declared.
  public let mark: SourceMark

  /// The operations of all resources, in document order.
  public var operations: [RESTOperation] { resources.flatMap(\.operations) }
}
