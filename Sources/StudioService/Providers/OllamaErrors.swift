import FoundationEssentials
import StudioCore

/// What Ollama's error answers mean (0.14.3 to 0.32.5, and 0.32.6 on, which has no images). Nothing
/// of it is billed.
enum OllamaErrors {
  static func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8], model: String?
  ) -> StudioError {
    let wire = WireError(body)
    let said = ServiceText.clean(wire.message)
    let name = ServiceText.clean(model) ?? "?"
    switch status {
    case 300..<400: return redirect(headers)
    case 401:
      return StudioError(
        .credentialsRejected, "Ollama refused the key.",
        hint: "Set OLLAMA_API_KEY to a valid key; a local server needs none.")
    case 403: return forbidden(said)
    case 404 where wire.isJSON: return modelNotFound(name)
    case 404:
      return StudioError(
        .imagesUnsupported, "This server has no images route: Ollama removed it in 0.32.6.",
        hint: "Run Ollama 0.14.0 to 0.32.5, or point OLLAMA_HOST at a server with an images API.")
    case 429, 503: return busy(said, headers)
    case 400..<500: return refused(said, name)
    default: return failed(status, said)
    }
  }

  static func redirect(_ headers: [(name: String, value: String)]) -> StudioError {
    let place =
      ServiceText.clean(headers.first { $0.name.lowercased() == "location" }?.value) ?? "nowhere"
    return StudioError(
      .redirected, "The service redirects to \(place); Easel does not follow, for the key's sake.",
      hint: "If that address is right, configure it as the host.")
  }

  private static func forbidden(_ said: String?) -> StudioError {
    if let said, said.contains("cloud is disabled") {
      return StudioError(
        .permissionDenied, "This server does not use cloud models (OLLAMA_NO_CLOUD).",
        hint: "Pick a model that is installed on it.")
    }
    return StudioError(
      .permissionDenied, said.map { "Ollama forbids it: \($0)" } ?? "Ollama forbids the request.",
      hint: "A server bound to loopback answers only to local host names; check OLLAMA_HOST.")
  }

  private static func modelNotFound(_ name: String) -> StudioError {
    StudioError(
      .modelNotFound, "The model “\(name)” is not installed on this server.",
      hint: "Install it there (ollama pull \(name)), or pick another one.")
  }

  private static func busy(
    _ said: String?, _ headers: [(name: String, value: String)]
  ) -> StudioError {
    StudioError(
      .busy, "The server's queue is full; nothing was started.", hint: "Send it again in a while.",
      isRetryable: true, retryAt: RetryAfter.date(headers))
  }

  private static func refused(_ said: String?, _ name: String) -> StudioError {
    let text = said ?? "no reason given"
    if text.contains("not currently supported") {
      return StudioError(
        .imagesUnsupported, "This server does not make images: \(text).",
        hint: "Ollama 0.14.0 to 0.32.5 does; 0.32.6 removed it.")
    }
    if text.contains("does not support generate") {
      return StudioError(
        .notAnImageModel, "“\(name)” is no image model.", hint: "Pick a model that makes images.")
    }
    return StudioError(
      .invalidRequest, "Ollama refused the request: \(text).",
      hint: "Change what it names and send it again.")
  }

  private static func failed(_ status: Int, _ said: String?) -> StudioError {
    let text = said ?? "status \(status)"
    let isMemory = text.contains("memory") || text.contains("GiB are available")
    return StudioError(
      .serverFailure, "Ollama could not make the picture: \(text).",
      hint: isMemory
        ? "The model needs more memory than the server has: pick a smaller one."
        : "See the server's log; sending it again may work.",
      isRetryable: !isMemory)
  }
}
