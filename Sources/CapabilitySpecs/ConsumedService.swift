/// A service that the capability calls over HTTP.
public struct ConsumedService: Sendable, Equatable {
  /// The first half of a `call`.
  public let namespace: String
  /// Scheme, host and base path; may hold placeholders in the host, which only configuration fills.
  public let baseURI: String
  /// What the service is.
  public let summary: String?
  /// The credentials to send; nil when none are declared.
  public let authentication: Authentication?
  /// Parameters of every operation of the service.
  public let inputParameters: [ConsumedParameter]
  /// The operations, grouped by path.
  public let resources: [ConsumedResource]
  /// Where the service is declared.
  public let mark: SourceMark
  /// Where the credentials are declared.
  let authenticationMark: SourceMark

  /// The address of one of the service's operations, with its placeholders.
  public func address(of operation: ConsumedOperation) -> URITemplate {
    URITemplate(baseURI + operation.path)
  }
}
