/// A refusal by Azure OpenAI: status, body as sent, further headers.
struct AzureError: Error, Sendable {
  var status: Int
  var body: WireJSON
  var headers: [(name: String, value: String)] = []

  var answer: Answer {
    Answer(status: status, type: "application/json", headers: headers, text: body.line())
  }

  /// The gateway's shape: code and message.
  static func gateway(_ status: Int, _ code: String, _ message: String) -> AzureError {
    AzureError(
      status: status, body: ["error": ["code": .string(code), "message": .string(message)]])
  }

  /// The model's shape: message, type, param, code.
  static func model(
    _ message: String, status: Int = 400, type: String = "invalid_request_error",
    param: WireJSON = nil, code: WireJSON
  ) -> AzureError {
    AzureError(
      status: status,
      body: [
        "error": [
          "message": .string(message), "type": .string(type), "param": param, "code": code,
        ]
      ])
  }
}

/// Paths, keys and deployments.
extension AzureError {
  static let notFound = gateway(404, "404", "Resource not found")

  static let deploymentNotFound = gateway(
    404, "DeploymentNotFound",
    "The API deployment for this resource does not exist. If you created the deployment "
      + "within the last 5 minutes, please wait a moment and try again.")

  static let wrongKey = gateway(
    401, "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide "
      + "a valid key for an active subscription and use a correct regional API endpoint for "
      + "your resource.")

  static let wrongToken = AzureError(
    status: 401,
    body: [
      "statusCode": 401,
      "message": .string(
        "Unauthorized. Access token is missing, invalid, audience is incorrect "
          + "(https://cognitiveservices.azure.com), or have expired."),
    ])

  static let roleMissing = gateway(
    401, "PermissionDenied",
    "The principal lacks the required data action "
      + "`Microsoft.CognitiveServices/accounts/OpenAI/images/generations/action` to perform "
      + "`POST` operation.")

  static let keysDisabled = gateway(
    403, "AuthenticationTypeDisabled", "Key based authentication is disabled for this resource.")

  static let networkDenied = gateway(
    403, "403", "Access denied due to Virtual Network/Firewall rules.")

  static let resourceBlocked = gateway(
    403, "Forbidden",
    "Your resource has been temporarily blocked because we detected behavior that may violate "
      + "our content policy. For more details on Azure OpenAI service content policy, please "
      + "visit https://aka.ms/aoaicodeofconduct")

  static func operationNotSupported(model: String) -> AzureError {
    gateway(
      400, "OperationNotSupported",
      "The imageGeneration operation does not work with the specified model, \(model). Please "
        + "choose different model and try again. You can learn more about which models can be "
        + "used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.")
  }
}

/// Parameters.
extension AzureError {
  static func invalidPayload(_ message: String) -> AzureError {
    gateway(400, "InvalidPayload", message)
  }

  static func unknownParameter(_ name: String) -> AzureError {
    model("Unknown parameter: '\(name)'.", param: .string(name), code: "unknown_parameter")
  }

  static func invalidValue(
    _ value: String, _ param: String, supported: [String]
  ) -> AzureError {
    let quoted = supported.map { "'\($0)'" }
    let list =
      quoted.count > 2
      ? quoted.dropLast().joined(separator: ", ") + ", and " + (quoted.last ?? "")
      : quoted.joined(separator: " and ")
    return model(
      "Invalid value: '\(value)'. Supported values are: \(list).", param: .string(param),
      code: "invalid_value")
  }

  static func invalid(_ message: String, _ param: String, code: String) -> AzureError {
    model(message, param: .string(param), code: .string(code))
  }
}

/// Content, limits and trouble.
extension AzureError {
  /// gpt-image: moderation.
  static func moderationBlocked(requestID: String) -> AzureError {
    model(
      "Your request was rejected by the safety system. If you believe this is an error, contact "
        + "us at Azure support ticket and include the request ID \(requestID). "
        + "safety_violations=[violence].",
      type: "image_generation_user_error", code: "moderation_blocked")
  }

  /// dall-e-3: the prompt was blocked.
  static let contentPolicyViolation = AzureError(
    status: 400,
    body: [
      "error": [
        "code": "content_policy_violation",
        "inner_error": [
          "code": "ResponsibleAIPolicyViolation",
          "content_filter_results": [
            "hate": ["filtered": false, "severity": "safe"],
            "jailbreak": ["detected": false, "filtered": false],
            "self_harm": ["filtered": false, "severity": "safe"],
            "sexual": ["filtered": false, "severity": "safe"],
            "violence": ["filtered": true, "severity": "medium"],
          ],
          "revised_prompt": "A picture that would not be shown.",
        ],
        "message": .string(
          "Your request was rejected as a result of our safety system. Your prompt may contain "
            + "text that is not allowed by our safety system."),
        "type": "invalid_request_error",
      ]
    ])

  /// The documented form, with its own `created`.
  static func contentFilter(output: Bool) -> AzureError {
    let message =
      output
      ? "Generated image was filtered as a result of our safety system."
      : "Your task failed as a result of our safety system."
    return AzureError(
      status: 400,
      body: [
        "created": .int(WireTime.now().seconds),
        "error": ["code": "contentFilter", "message": .string(message)],
      ])
  }

  /// The generic filter, with its own spelling of the inner error.
  static let promptFilter = AzureError(
    status: 400,
    body: [
      "error": [
        "code": "content_filter",
        "message": .string(
          "The response was filtered due to the prompt triggering Azure OpenAI's content "
            + "management policy. Please modify your prompt and retry."),
        "param": "prompt", "type": nil, "status": 400,
        "innererror": [
          "code": "ResponsibleAIPolicyViolation",
          "content_filter_result": [
            "jailbreak": ["detected": true, "filtered": true],
            "violence": ["filtered": false, "severity": "safe"],
          ],
        ],
      ]
    ])

  static func rateLimited(apiVersion: String, seconds: Double) -> AzureError {
    let wait = max(1, Int(seconds.rounded(.up)))
    var error = gateway(
      429, "429",
      "Requests to the ImageGenerations_Create Operation under Azure OpenAI API version "
        + "\(apiVersion) have exceeded call rate limit of your current AIServices S0 pricing "
        + "tier. Please retry after \(wait) seconds. Please contact Azure support service if "
        + "you would like to further increase the default rate limit.")
    error.headers = [
      ("retry-after", String(wait)), ("retry-after-ms", String(max(1, Int(seconds * 1000)))),
    ]
    return error
  }

  static let noCapacity = gateway(
    429, "429",
    "The service is temporarily unable to process your request. Please try again later.")

  static let serverError = model(
    "The server had an error while processing your request. Sorry about that! Please try again.",
    status: 500, type: "server_error", code: nil)
}
