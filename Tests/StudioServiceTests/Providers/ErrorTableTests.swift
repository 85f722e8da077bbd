import FoundationEssentials
import StudioCore
import Testing

@testable import StudioService

@Suite("Every documented refusal", .timeLimit(.minutes(3)))
struct ErrorTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var status: Int
    var body: String
    var code: StudioError.Code
    /// A word that the message or hint must hold.
    var word: String
    var isBilled = false

    init(
      _ status: Int, _ body: String, _ code: StudioError.Code, _ word: String,
      isBilled: Bool = false
    ) {
      (self.status, self.body, self.code) = (status, body, code)
      (self.word, self.isBilled) = (word, isBilled)
    }

    var testDescription: String { "\(status) \(body.prefix(60))" }
  }

  private static func openAI(_ message: String) -> String {
    #"{"error":{"message":"\#(message)","type":"x","param":null,"code":null}}"#
  }

  static let ollama: [Row] = [
    Row(400, openAI("EOF"), .invalidRequest, "EOF"),
    Row(400, openAI("unexpected EOF"), .invalidRequest, "unexpected"),
    Row(400, openAI("json: cannot unmarshal number into Go struct"), .invalidRequest, "unmarshal"),
    Row(400, openAI("prompt is required"), .invalidRequest, "Describe"),
    Row(400, openAI("model is required"), .invalidRequest, "Pick a model"),
    Row(400, openAI(#"width and height must be \u003c= 4096"#), .invalidRequest, "4096 pixels"),
    Row(404, openAI("model 'x' not found"), .modelNotFound, "ollama pull"),
    Row(400, openAI("invalid model name"), .invalidRequest, "[namespace/]model"),
    Row(400, openAI("use either :local or :cloud, not both: x"), .invalidRequest, "endings"),
    Row(
      403, #"{"error":"ollama cloud is disabled: remote model is unavailable"}"#,
      .permissionDenied, "OLLAMA_NO_CLOUD"),
    Row(403, "", .permissionDenied, "host name"),
    Row(400, openAI(#"\"x\" does not support generate"#), .notAnImageModel, "no image model"),
    Row(
      401, #"{"error":"unauthorized","signin_url":"https://ollama.com/connect?key=s"}"#,
      .credentialsRejected, "ollama signin"),
    Row(401, "", .credentialsRejected, "OLLAMA_API_KEY"),
    Row(
      500, openAI("model requires 20.0 GiB but only 12.1 GiB are available"), .serverFailure,
      "smaller"),
    Row(
      500,
      openAI("mlx runner failed: insufficient memory for image generation: need 21 GB (exit: 1)"),
      .serverFailure, "smaller"),
    Row(500, openAI("timeout waiting for mlx runner to start"), .serverFailure, "Loading"),
    Row(
      500, openAI("image generation on macOS requires Apple Silicon (arm64), got amd64"),
      .imagesUnsupported, "system"),
    Row(500, openAI("image generation is not supported on freebsd"), .imagesUnsupported, "system"),
    Row(
      503, openAI("server busy, please try again.  maximum pending requests exceeded"), .busy,
      "queue"),
    Row(499, openAI("request canceled"), .invalidRequest, "withdrawn"),
    Row(500, openAI("boom"), .serverFailure, "log"),
    Row(404, "404 page not found", .imagesUnsupported, "0.32.6"),
    Row(405, "405 method not allowed", .routeNotFound, "405"),
    Row(404, #"{"detail":"Not Found"}"#, .routeNotFound, "OLLAMA_HOST"),
    Row(404, "<html>nginx</html>", .routeNotFound, "no images API"),
    Row(
      400, #"{"error":"image generation models are not currently supported"}"#, .imagesUnsupported,
      "0.32.5"),
    Row(504, "<html>", .timedOut, "proxy"), Row(408, "", .timedOut, "still be making"),
    Row(307, "", .redirected, "nowhere"), Row(418, "", .invalidRequest, "refused"),
  ]

  @Test("of Ollama has its own words, and is never called billed", arguments: ollama)
  func ollamaRows(row: Row) {
    let error = OllamaErrors.error(
      status: row.status, headers: [], body: Array(row.body.utf8), model: "x")
    check(error, row)
  }

  private static func azure(_ code: String, _ message: String = "m", more: String = "") -> String {
    #"{"error":{"code":"\#(code)","message":"\#(message)"\#(more)}}"#
  }

  static let azure: [Row] = [
    Row(
      400,
      azure(
        "content_policy_violation",
        more:
          #","inner_error":{"code":"ResponsibleAIPolicyViolation","content_filter_results":{"hate":{"filtered":false},"violence":{"filtered":true,"severity":"medium"}},"revised_prompt":"r"}"#
      ), .contentPolicy, "(violence)"),
    Row(
      400, #"{"created":1698435368,"error":{"code":"contentFilter","message":"Your task failed"}}"#,
      .contentPolicy, "Nothing was generated"),
    Row(
      400,
      azure("contentFilter", "Generated image was filtered as a result of our safety system."),
      .contentPolicy, "held back", isBilled: true),
    Row(
      400, azure("moderation_blocked", "rejected. safety_violations=[violence, sexual]."),
      .contentPolicy, "(violence, sexual)"),
    Row(
      400,
      azure(
        "moderation_blocked",
        more: #","moderation_details":{"moderation_stage":"output","categories":["sexual"]}"#),
      .contentPolicy, "(sexual)", isBilled: true),
    Row(
      400,
      azure(
        "content_filter",
        more:
          #","innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"jailbreak":{"detected":true,"filtered":true}}}"#
      ), .contentPolicy, "(jailbreak)"),
    Row(
      400,
      azure("invalid_value", "Invalid value: '512x512'. Supported: x.", more: #","param":"size""#),
      .invalidRequest, "(size)"),
    Row(
      400,
      azure(
        "unknown_parameter", "Unknown parameter: 'response_format'.",
        more: #","param":"response_format""#), .invalidRequest, "response_format"),
    Row(400, azure("InvalidPayload", "bad body"), .invalidRequest, "bad body"),
    Row(400, azure("OperationNotSupported"), .notAnImageModel, "no image model"),
    Row(
      401, azure("401", "Access denied due to invalid subscription key"), .credentialsRejected,
      "KEY"),
    Row(
      401, #"{ "statusCode": 401, "message": "Unauthorized. Access token is missing." }"#,
      .credentialsRejected, "token"),
    Row(401, azure("PermissionDenied"), .permissionDenied, "role"),
    Row(403, azure("AuthenticationTypeDisabled"), .credentialsRejected, "AZURE_OPENAI_AD_TOKEN"),
    Row(
      403, azure("Forbidden", "Your resource has been temporarily blocked because"),
      .resourceBlocked, "suspended"),
    Row(
      403, azure("403", "Access denied due to Virtual Network/Firewall rules."), .permissionDenied,
      "firewall"),
    Row(403, "", .permissionDenied, "access settings"),
    Row(404, azure("DeploymentNotFound"), .deploymentNotFound, "“d”"),
    Row(404, azure("404", "Resource not found"), .routeNotFound, "api-version"),
    Row(408, "", .timedOut, "408", isBilled: true),
    Row(504, "<html>", .timedOut, "504", isBilled: true),
    Row(429, azure("429", "exceeded call rate limit"), .rateLimited, "rate limit"),
    Row(429, azure("429", "System is experiencing high demand"), .busy, "capacity"),
    Row(
      429, azure("429", "The service is temporarily unable to process your request"), .busy,
      "capacity"),
    Row(500, azure("InternalServerError", "oops"), .serverFailure, "oops", isBilled: true),
    Row(502, "<html>", .serverFailure, "502", isBilled: true),
    // A proxy says so of a service that may have begun.
    Row(
      503, "upstream connect error or disconnect/reset before headers", .serverFailure, "503",
      isBilled: true),
    Row(503, "", .busy, "not available"), Row(413, "<html>", .invalidRequest, "too large"),
    Row(302, "", .redirected, "redirects"),
  ]

  @Test("of Azure has its own words, and says whether it may be billed", arguments: azure)
  func azureRows(row: Row) {
    let error = AzureErrors(
      status: row.status, headers: [], wire: WireError(Array(row.body.utf8)),
      destination: Destination(provider: .azure, deployment: "d"), keyVariables: ["KEY"]
    ).studioError
    check(error, row)
  }

  private func check(_ error: StudioError, _ row: Row) {
    let text = "\(error.message) \(error.hint ?? "")"
    #expect(error.code == row.code, "\(text)")
    #expect(text.contains(row.word), "\(text)")
    #expect(error.hint?.isEmpty == false)
    #expect(error.mayHaveBeenBilled == row.isBilled)
    #expect(!text.contains("signin_url") && !text.contains("key=s") && !text.contains("{"))
  }

  @Test("tells when to come back, and what support asks for")
  func headers() {
    let error = AzureErrors(
      status: 429,
      headers: [
        ("Retry-After", "86400"), ("apim-request-id", "q-1"), ("X-MS-Region", "East US\u{1B}[2J"),
      ], wire: WireError([]), destination: Destination(provider: .azure), keyVariables: []
    ).studioError
    #expect(error.retryAt.map { $0.timeIntervalSinceNow > 86_000 } == true)
    #expect(error.hint?.contains("24 h") == true)
    #expect(error.reference == "q-1 · East US [2J")
    #expect(error.isRetryable)
  }
}
