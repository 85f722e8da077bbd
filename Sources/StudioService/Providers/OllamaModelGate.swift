import StudioCore

/// Asks what a model can do before a prompt is sent to it: Ollama answers an images request to a
/// text model with a long silence and an empty success. Where the server does not tell, or does not
/// know the model, the request itself brings the answer.
struct OllamaModelGate: Sendable {
  let host: OllamaHost
  let credential: HeaderCredential?
  let transport: any HTTPTransport

  /// True where the server says that the model makes images.
  func check(_ model: String?) async throws(StudioError) -> Bool {
    guard let model, let makesImages = await makesImages(model) else { return false }
    if makesImages { return true }
    throw StudioError(
      .notAnImageModel, "“\(ServiceText.clean(model) ?? "")” is no image model; nothing was sent.",
      hint: "Pick a model with the image capability.")
  }

  /// nil where the server does not tell.
  private func makesImages(_ model: String) async -> Bool? {
    let body: JSONValue = ["model": .string(model)]
    let answer = try? await ServiceQuery(transport: transport).ask(
      "POST", host.base + "/api/show", credential: credential, body: Array(body.json.utf8))
    guard let answer, answer.status == 200, let known = answer.json?["capabilities"]?.elements,
      !known.isEmpty
    else { return nil }
    return known.contains(.string("image"))
  }
}
