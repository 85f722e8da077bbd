import StudioCore

/// What Ollama's error answers mean (0.14.3 to 0.32.5, and 0.32.6 on, which has no images), and those
/// of other servers of that shape. Nothing of it is billed.
struct OllamaErrors {
  private let status: Int
  private let headers: [(name: String, value: String)]
  private let body: [UInt8]
  private let wire: WireError
  /// What the server said, fit to be shown.
  private let said: String
  private let name: String

  static func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8], model: String?
  ) -> StudioError {
    OllamaErrors(status, headers, body, model).studioError
  }

  private init(
    _ status: Int, _ headers: [(name: String, value: String)], _ body: [UInt8], _ model: String?
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    wire = WireError(body)
    said = ServiceText.clean(wire.message) ?? ""
    name = ServiceText.clean(model) ?? "?"
  }

  private var studioError: StudioError {
    switch status {
    case 300..<400: Self.redirect(headers)
    case 401: unauthorised
    case 403: forbidden
    case 404, 405: notFound
    case 408, 502, 504: gatewayTimeout
    case 429, 503: busy
    case 400..<500: refused
    default: failed
    }
  }

  static func redirect(_ headers: [(name: String, value: String)]) -> StudioError {
    let place =
      ServiceText.clean(headers.first { $0.name.lowercased() == "location" }?.value) ?? "nowhere"
    return StudioError(
      .redirected, "The service redirects to \(place); Easel does not follow, for the key's sake.",
      hint: "If that address is right, configure it as the host. Nothing was generated.")
  }

  private var unauthorised: StudioError {
    if said == "unauthorized" {
      return StudioError(
        .credentialsRejected, "“\(name)” runs in Ollama's cloud, and this server is not signed in.",
        hint: "Run “ollama signin” there, or pick a model that is installed on it.")
    }
    return StudioError(
      .credentialsRejected, "The server refused the key, or wants one.",
      hint: "Set OLLAMA_API_KEY to a valid key; a local server needs none.")
  }

  private var forbidden: StudioError {
    if said.contains("cloud is disabled") {
      return StudioError(
        .permissionDenied, "This server does not use cloud models (OLLAMA_NO_CLOUD).",
        hint: "Pick a model that is installed on it.")
    }
    if body.isEmpty {
      return StudioError(
        .permissionDenied, "The server does not answer to this host name.",
        hint: "One bound to loopback answers only to local names and addresses: "
          + "check OLLAMA_HOST, here and there.")
    }
    return StudioError(
      .permissionDenied, "The server forbids the request\(quoted)",
      hint: "Check the access rules of the server, or of the proxy before it.")
  }

  private var notFound: StudioError {
    if said.contains("model") {
      return StudioError(
        .modelNotFound, "The model “\(name)” is not installed on this server.",
        hint: "Install it there (ollama pull \(name)), or pick another one.")
    }
    if !wire.isJSON, body.starts(with: Array("404 page not found".utf8)) {
      return StudioError(
        .imagesUnsupported, "This server has no images route: Ollama removed it in 0.32.6.",
        hint: "Run Ollama 0.14.0 to 0.32.5, or point OLLAMA_HOST at a server with an images API.")
    }
    return StudioError(
      .routeNotFound, "There is no images API at this address (status \(status)).",
      hint: "Check OLLAMA_HOST: its path and its port, which is 80 where http:// has none.")
  }

  private var gatewayTimeout: StudioError {
    StudioError(
      .timedOut, "A proxy gave up waiting for the picture (status \(status)).",
      hint: "The server may still be making it. Let the proxy wait longer, or go without it.")
  }

  private var busy: StudioError {
    StudioError(
      .busy, "The server's queue is full; nothing was started.", hint: "Send it again in a while.",
      isRetryable: true, retryAt: RetryAfter.date(headers))
  }

  private var refused: StudioError {
    if said.contains("not currently supported") {
      return StudioError(
        .imagesUnsupported, "This server makes no images\(quoted)",
        hint: "Ollama 0.14.0 to 0.32.5 does; 0.32.6 removed it.")
    }
    if said.contains("does not support generate") {
      return StudioError(
        .notAnImageModel, "“\(name)” is no image model.", hint: "Pick a model that makes images.")
    }
    return StudioError(.invalidRequest, "Ollama refused the request\(quoted)", hint: refusalHint)
  }

  private var refusalHint: String {
    if said.contains("<= 4096") { return "Choose a size whose sides are at most 4096 pixels." }
    if said.contains("invalid model name") {
      return "Check the model's name: [namespace/]model[:tag]."
    }
    if said.contains(":local or :cloud") {
      return "Leave one of the two endings off the model's name."
    }
    if said.contains("prompt is required") { return "Describe the picture." }
    if said.contains("model is required") { return "Pick a model (F2), or use --model." }
    if status == 499 { return "The server says that the request was withdrawn; send it again." }
    return "Change what it names and send it again."
  }

  private var failed: StudioError {
    let isMemory = said.contains("memory") || said.contains("GiB are available")
    let isPlatform =
      said.contains("image generation") && said.contains("supported on")
      || said.contains("requires Apple Silicon")
    let hint =
      if isMemory {
        "The model needs more memory than the server has: pick a smaller one."
      } else if isPlatform {
        "Run the server on a system on which Ollama makes images."
      } else if said.contains("timeout waiting") {
        "Loading took too long; sending it again may find the model loaded."
      } else {
        "See the server's log; sending it again may work."
      }
    return StudioError(
      isPlatform ? .imagesUnsupported : .serverFailure,
      // An error can come after the steps of a success have begun.
      "Ollama could not make the picture\(status == 200 ? "" : " (status \(status))")\(quoted)",
      hint: hint,
      isRetryable: !isMemory && !isPlatform)
  }

  /// What the server said, as the end of a sentence.
  private var quoted: String {
    if said.isEmpty { return "." }
    return said.hasSuffix(".") || said.hasSuffix("…") ? ": \(said)" : ": \(said)."
  }
}
