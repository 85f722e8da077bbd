import StudioCore

/// The service of one call: its request is made already, its errors are those of its kind.
struct CalledService: ImageService {
  let profile: ServiceProfile
  let prepared: PreparedRequest
  let azureCredential: AzureCredential?
  /// Environment variables that may hold the credential.
  let keyVariables: [String]

  func prepare(_ request: GenerationRequest) async throws(StudioError) -> PreparedRequest {
    prepared
  }

  func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8], destination: Destination
  ) -> StudioError {
    switch profile {
    case .azure:
      AzureErrors(
        status: status, headers: headers, wire: WireError(body), destination: destination,
        keyVariables: keyVariables
      ).studioError
    case .ollama:
      OllamaErrors.error(status: status, headers: headers, body: body, model: destination.model)
    case .other:
      OtherErrors(
        status: status, headers: headers, wire: WireError(body), keyVariables: keyVariables
      ).studioError
    }
  }

  func otherForm(of request: PreparedRequest, after refusal: ServiceRefusal) -> PreparedRequest? {
    azureCredential?.otherForm(of: request, after: refusal, wasBearer: false)
  }

  func emptyAnswer(destination: Destination) -> StudioError {
    StudioError(
      .emptyAnswer, "The service answered with success and no picture.",
      hint: profile == .ollama
        ? "Is it an image model? If so, its runner failed: see the server's log."
        : "The picture may have been filtered; it may have been billed all the same.",
      mayHaveBeenBilled: profile != .ollama)
  }
}

/// What the error answers of a service mean of which only its document is known.
struct OtherErrors {
  let status: Int
  let headers: [(name: String, value: String)]
  let wire: WireError
  let keyVariables: [String]

  var studioError: StudioError {
    switch status {
    case 300..<400: return OllamaErrors.redirect(headers)
    case 401:
      let names = keyVariables.joined(separator: " or ")
      return StudioError(
        .credentialsRejected, "The service refused the credential, or wants one.",
        hint: names.isEmpty ? "The capability declares none." : "Set \(names) to a valid one.")
    case 403: return StudioError(.permissionDenied, "The service forbids the request\(quoted)")
    case 404, 405:
      return StudioError(.routeNotFound, "The service does not know this address\(quoted)")
    case 408, 504:
      return StudioError(
        .timedOut, "A gateway gave up waiting for the answer (status \(status)).",
        hint: "It may have been carried out all the same.", mayHaveBeenBilled: true)
    case 429, 503:
      return StudioError(
        status == 429 ? .rateLimited : .busy, "The service takes no more requests now\(quoted)",
        hint: "Send it again in a while.", isRetryable: true, retryAt: RetryAfter.date(headers))
    case 400..<500:
      return StudioError(.invalidRequest, "The service refused the request\(quoted)")
    default:
      return StudioError(
        .serverFailure, "The service failed (status \(status))\(quoted)",
        hint: "It may have been carried out all the same.", mayHaveBeenBilled: true)
    }
  }

  private var quoted: String { ServiceText.clean(wire.message).map { ": \($0)" } ?? "." }
}
