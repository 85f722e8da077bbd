public import struct FoundationEssentials.Date

/// An error as a person meets it: what happened, whose side it is on, and what to do next.
///
/// Each door has one table that turns `code` into an exit status, an HTTP status, a field mark or
/// a dialog.
public struct StudioError: Error, Hashable, Sendable, Codable {
  /// Stable names, part of the JSON contract. Only ever added to.
  public enum Code: String, Sendable, Codable, CaseIterable {
    case badUsage = "bad-usage"
    case invalidRequest = "invalid-request"
    case badConfiguration = "bad-configuration"
    case credentialsMissing = "credentials-missing"
    case credentialsRejected = "credentials-rejected"
    case permissionDenied = "permission-denied"
    /// No connection: wrong host, refused, no route, TLS failed. Nothing was sent.
    case unreachable
    case rateLimited = "rate-limited"
    /// What may be spent in a day is spent: the user's own limit.
    case spendingLimit = "spending-limit"
    case busy
    case contentPolicy = "content-policy"
    /// The whole resource is suspended; another prompt does not help.
    case resourceBlocked = "resource-blocked"
    case deploymentNotFound = "deployment-not-found"
    case modelNotFound = "model-not-found"
    case notAnImageModel = "not-an-image-model"
    /// The server no longer makes, or does not yet make, images.
    case imagesUnsupported = "images-unsupported"
    /// The path or api-version is unknown to the service.
    case routeNotFound = "route-not-found"
    case redirected
    case serverFailure = "server-failure"
    /// A success without a picture in it.
    case emptyAnswer = "empty-answer"
    /// An answer that cannot be read.
    case badAnswer = "bad-answer"
    case timedOut = "timed-out"
    /// The request may have arrived and no complete answer came.
    case outcomeUnknown = "outcome-unknown"
    case cancelled
    case interrupted
    case notFound = "not-found"
    case cannotCreate = "cannot-create"
    case diskFull = "disk-full"
    case inputOutput = "input-output"
  }

  public var code: Code
  /// One sentence: what happened.
  public var message: String
  /// What to do next, in one sentence.
  public var hint: String?
  /// True when the same request may succeed later without a change.
  public var isRetryable: Bool
  public var mayHaveBeenBilled: Bool
  /// When the service said to come back.
  public var retryAt: Date?
  /// What support asks for, such as `apim-request-id` and region.
  public var reference: String?

  public init(
    _ code: Code, _ message: String, hint: String? = nil, isRetryable: Bool = false,
    mayHaveBeenBilled: Bool = false, retryAt: Date? = nil, reference: String? = nil
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.isRetryable = isRetryable
    self.mayHaveBeenBilled = mayHaveBeenBilled
    self.retryAt = retryAt
    self.reference = reference
  }

  private enum CodingKeys: String, CodingKey {
    case code, message, hint, mayHaveBeenBilled, retryAt, reference
    case isRetryable = "retryable"
  }
}
