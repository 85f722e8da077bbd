import FoundationEssentials
import StudioCore

extension DoorError {
  /// The one table from what went wrong in the studio to what an HTTP caller hears.
  ///
  /// `x-should-retry` speaks to clients that repeat requests by themselves, as OpenAI's do: what may
  /// have been billed, or cannot succeed, is not to be repeated.
  init(_ error: StudioError) {
    let (status, code) = Self.answer(to: error.code)
    self.init(status, code, [error.message, error.hint].compactMap { $0 }.joined(separator: " "))
    let mayRetry = error.isRetryable && !error.mayHaveBeenBilled
    headers.append(("x-should-retry", mayRetry ? "true" : "false"))
    if let retryAt = error.retryAt {
      let seconds = max(1, min(retryAt.timeIntervalSinceNow, 86_400))
      headers.append(("Retry-After", String(Int(seconds.rounded(.up)))))
    }
  }

  private static func answer(to code: StudioError.Code) -> (status: Int, code: String) {
    switch code {
    case .badUsage, .invalidRequest: (400, "invalid_request")
    case .badConfiguration, .credentialsMissing: (400, "missing_configuration")
    case .contentPolicy: (400, "content_policy_violation")
    case .notAnImageModel: (400, "not_an_image_model")
    case .imagesUnsupported: (400, "images_unsupported")
    case .resourceBlocked: (403, "resource_blocked")
    case .permissionDenied: (403, "permission_denied")
    case .notFound: (404, "not_found")
    case .deploymentNotFound: (404, "deployment_not_found")
    case .modelNotFound: (404, "model_not_found")
    case .routeNotFound: (404, "upstream_route_not_found")
    case .cancelled: (409, "cancelled")
    case .rateLimited: (429, "rate_limited")
    case .spendingLimit: (429, "spending_limit")
    case .cannotCreate, .inputOutput: (500, "storage_failure")
    case .credentialsRejected: (502, "upstream_credentials_rejected")
    case .unreachable: (502, "upstream_unreachable")
    case .redirected: (502, "upstream_redirected")
    case .serverFailure: (502, "upstream_failure")
    case .emptyAnswer: (502, "upstream_empty_answer")
    case .badAnswer: (502, "upstream_invalid_response")
    case .busy: (503, "busy")
    case .interrupted: (503, "interrupted")
    case .timedOut: (504, "upstream_timeout")
    case .outcomeUnknown: (504, "outcome_unknown")
    case .diskFull: (507, "disk_full")
    }
  }
}
