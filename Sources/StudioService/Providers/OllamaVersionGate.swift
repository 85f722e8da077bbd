import StudioCore

/// Asks a server's version before a request: image generation was removed from Ollama in 0.32.6.
/// A server that has no such route is let through: other programs speak the same images API.
struct OllamaVersionGate: Sendable {
  let host: OllamaHost
  let credential: HeaderCredential?
  let transport: any HTTPTransport

  /// The version, where the server tells it.
  func check() async throws(StudioError) -> OllamaVersion? {
    let version = try await version()
    if let version, !version.makesImages { throw Self.unsupported(version) }
    return version
  }

  /// nil where the server does not tell. Throws `unreachable`.
  func version() async throws(StudioError) -> OllamaVersion? {
    do {
      let answer = try await ServiceQuery(transport: transport)
        .ask("GET", host.base + "/api/version", credential: credential)
      guard answer.status == 200, let text = answer.json?["version"]?.text else { return nil }
      return OllamaVersion(text)
    } catch let error as TransportError {
      if case .notConnected = error {
        throw JobEnding(
          error: error, state: .sending, stopReason: nil, isFree: true, provider: .ollama
        ).error
      }
      return nil
    } catch {
      return nil
    }
  }

  static func unsupported(_ version: OllamaVersion) -> StudioError {
    StudioError(
      .imagesUnsupported,
      "This Ollama (\(version)) does not make images: 0.14.0 to 0.32.5 do, 0.32.6 removed it.",
      hint: "Run Ollama 0.32.5, or another server with the same images API, and point OLLAMA_HOST "
        + "at it.")
  }
}
