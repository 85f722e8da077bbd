import FoundationEssentials
import StudioCore

/// What Azure OpenAI's error answers mean, in all the forms that the service and its gateways use.
struct AzureErrors {
  let status: Int
  let headers: [(name: String, value: String)]
  let wire: WireError
  let destination: Destination
  let keyVariables: [String]

  var studioError: StudioError {
    var error = mapped
    error.reference = reference
    return error
  }

  private var mapped: StudioError {
    if isContentPolicy { return contentPolicy }
    switch status {
    case 300..<400: return OllamaErrors.redirect(headers)
    case 401: return unauthorised
    case 403: return forbidden
    case 404: return notFound
    case 408: return gatewayTimeout
    case 429: return rateLimited
    case 503: return wire.tellsOfLostService ? serverFailure : unavailable
    case 400..<500: return refused
    case 504: return gatewayTimeout
    default: return serverFailure
    }
  }

  private var said: String? { ServiceText.clean(wire.message) }
  private var deployment: String { ServiceText.clean(destination.deployment) ?? "?" }

  /// What Azure's support asks for.
  private var reference: String? {
    let names = ["apim-request-id", "x-request-id", "x-ms-region"]
    let values = names.compactMap { name in
      headers.first { $0.name.lowercased() == name }.flatMap { ServiceText.clean($0.value) }
    }
    var seen: Set<String> = []
    let different = values.filter { seen.insert($0).inserted }
    return different.isEmpty ? nil : different.joined(separator: " · ")
  }

  private var isContentPolicy: Bool {
    let codes = [
      "content_policy_violation", "contentfilter", "moderation_blocked", "content_filter",
    ]
    return codes.contains((wire.code ?? "").lowercased())
      || wire.innerCode == "ResponsibleAIPolicyViolation"
  }

  private var contentPolicy: StudioError {
    let what = ServiceText.clean(wire.filters.joined(separator: ", ")).map { " (\($0))" } ?? ""
    let isOutput =
      wire.stage == "output"
      || said?.lowercased().contains("generated image was filtered") ?? false
    return StudioError(
      .contentPolicy,
      isOutput
        ? "The picture was made and then held back by the content filter\(what)."
        : "The prompt was refused by the content filter\(what).",
      hint: isOutput
        ? "Another seed or wording may pass; this one may have been billed."
        : "Change the wording. Nothing was generated.",
      mayHaveBeenBilled: isOutput)
  }

  private var unauthorised: StudioError {
    if wire.code == "PermissionDenied" {
      return StudioError(
        .permissionDenied, "The token is valid and has no right to this resource.",
        hint: "It needs the role “Cognitive Services OpenAI User”.")
    }
    if said?.contains("Access token") ?? false {
      return StudioError(
        .credentialsRejected,
        "Azure refused the token: it is missing, expired or for another audience.",
        hint: "Get a new one for https://cognitiveservices.azure.com, or use the resource's key.")
    }
    return StudioError(
      .credentialsRejected, "Azure refused the key, or the key belongs to another resource.",
      hint:
        "Check \(keyVariables.first ?? "the key") against the resource's “Keys and Endpoint” page.")
  }

  private var forbidden: StudioError {
    if wire.code == "AuthenticationTypeDisabled" {
      return StudioError(
        .credentialsRejected, "This resource does not accept keys.",
        hint: "Set AZURE_OPENAI_AD_TOKEN to an Entra token instead.")
    }
    if said?.contains("Virtual Network") ?? false {
      return StudioError(
        .permissionDenied, "The resource's firewall does not let this machine in.",
        hint: "Allow its address in the resource's networking settings.")
    }
    if said?.contains("temporarily blocked") ?? false {
      return StudioError(
        .resourceBlocked,
        "Azure has suspended this whole resource for suspected policy violations.",
        hint: "Another wording does not help: contact Azure support, or use another resource.")
    }
    return StudioError(
      .permissionDenied, said.map { "Azure forbids it: \($0)" } ?? "Azure forbids the request.",
      hint: "Check the resource's access settings.")
  }

  private var notFound: StudioError {
    if wire.code == "DeploymentNotFound" {
      return StudioError(
        .deploymentNotFound, "There is no deployment “\(deployment)” in this resource.",
        hint: "Check its name (not the model's); a new one needs up to 5 minutes.")
    }
    return StudioError(
      .routeNotFound, "Azure does not know this address or api-version.",
      hint: "Check AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION (\(AzureProvider.defaultVersion) "
        + "works for gpt-image).")
  }

  private var rateLimited: StudioError {
    let isCapacity =
      said.map { $0.contains("temporarily unable") || $0.contains("high demand") } ?? false
    let retryAt = RetryAfter.date(headers)
    let wait = retryAt.map { "Try again in \(RetryAfter.words(until: $0))." }
    return StudioError(
      isCapacity ? .busy : .rateLimited,
      isCapacity
        ? "Azure has no capacity for this model right now; nothing was generated."
        : "The deployment's rate limit is reached; nothing was generated.",
      hint: wait ?? "Try again in a minute.", isRetryable: true, retryAt: retryAt)
  }

  private var unavailable: StudioError {
    StudioError(
      .busy, "Azure is not available right now; nothing was generated.",
      hint: "Try again in a minute.", isRetryable: true, retryAt: RetryAfter.date(headers))
  }

  private var refused: StudioError {
    if wire.code == "OperationNotSupported" {
      return StudioError(
        .notAnImageModel, "The deployment “\(deployment)” is no image model.",
        hint: "Pick a deployment of a gpt-image model.")
    }
    if status == 413 {
      return StudioError(
        .invalidRequest, "The request is too large for the service or a gateway before it.",
        hint: "Shorten the prompt. Nothing was generated.")
    }
    let parameter = ServiceText.clean(wire.parameter).map { " (\($0))" } ?? ""
    return StudioError(
      .invalidRequest, "Azure refused the request\(parameter): \(said ?? "no reason given")",
      hint: "Change what it names and send it again. Nothing was generated.")
  }

  private var gatewayTimeout: StudioError {
    StudioError(
      .timedOut, "A gateway gave up waiting for the picture (status \(status)).",
      hint: "It may have been made and billed all the same; sending it again may bill it twice.",
      mayHaveBeenBilled: true)
  }

  private var serverFailure: StudioError {
    StudioError(
      .serverFailure, "Azure failed (status \(status))\(said.map { ": \($0)" } ?? ".")",
      hint: "It may have been billed; sending it again may bill it twice.", mayHaveBeenBilled: true)
  }
}
