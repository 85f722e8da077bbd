import StudioCore

/// Finds out what a server offers: its version, its models, and which of them make images.
/// Servers that speak only part of Ollama's API still give their list of models.
struct OllamaDiscovery: Sendable {
  let provider: ProviderID
  let host: OllamaHost
  let credential: HeaderCredential?
  /// Why the key must not travel to this host; then nothing is asked.
  var refusal: StudioError?
  let query: ServiceQuery

  private struct Model {
    var name: String
    var makesImages: Bool?
    var note: String?
  }

  func offers() -> AsyncStream<[Offer]> {
    AsyncStream { continuation in
      continuation.yield([Offer(place, .checking)])
      let task = Task {
        continuation.yield(await ask())
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private var place: Destination { Destination(provider: provider, host: host.base) }

  private func ask() async -> [Offer] {
    if let refusal {
      return [Offer(place, .unavailable(reason: "not encrypted", hint: refusal.hint))]
    }
    let gate = OllamaVersionGate(host: host, credential: credential, transport: query.transport)
    let version: OllamaVersion?
    do { version = try await gate.version() } catch {
      let hint = "Is the server running (ollama serve), and is OLLAMA_HOST right?"
      return [Offer(place, .unavailable(reason: "not reachable", hint: hint))]
    }
    let models = await models()
    guard !models.isEmpty else {
      return [
        Offer(
          place,
          .unavailable(
            reason: "no models listed",
            hint: "Install one there: ollama pull x/z-image-turbo, or type a model's name."))
      ]
    }
    return models.map { offer($0, version) }
  }

  private func offer(_ model: Model, _ version: OllamaVersion?) -> Offer {
    var destination = place
    destination.model = model.name
    return Offer(destination, readiness(model, version), note: model.note)
  }

  private func readiness(_ model: Model, _ version: OllamaVersion?) -> Offer.Readiness {
    if let version, !version.makesImages {
      return .unavailable(
        reason: "Ollama \(version) makes no images", hint: "0.14.0 to 0.32.5 do.")
    }
    switch model.makesImages {
    case true?: return .ready
    case false?:
      return .unavailable(reason: "not an image model", hint: "Pick one with the image capability.")
    case nil: return .untested("the server does not tell what it makes")
    }
  }

  private func models() async -> [Model] {
    if let listed = await tags(), !listed.isEmpty { return listed }
    return await openAIModels()
  }

  private func tags() async -> [Model]? {
    guard let answer = try? await query.ask("GET", host.base + "/api/tags", credential: credential),
      answer.status == 200, let listed = answer.json?["models"]?.elements
    else { return nil }
    var models: [Model] = []
    for entry in listed.prefix(500) {
      guard let name = entry["name"]?.text else { continue }
      var makesImages = entry["capabilities"].map { $0.elements.contains(.string("image")) }
      if makesImages == nil { makesImages = await show(name) }
      models.append(
        Model(name: Self.short(name), makesImages: makesImages, note: Self.note(entry)))
    }
    return models
  }

  /// Before 0.30 the list does not tell capabilities; `/api/show` does.
  private func show(_ name: String) async -> Bool? {
    let body: JSONValue = ["model": .string(name)]
    guard
      let answer = try? await query.ask(
        "POST", host.base + "/api/show", credential: credential, body: Array(body.json.utf8)),
      answer.status == 200, let capabilities = answer.json?["capabilities"]
    else { return nil }
    return capabilities.elements.contains(.string("image"))
  }

  private func openAIModels() async -> [Model] {
    guard
      let answer = try? await query.ask("GET", host.base + "/v1/models", credential: credential),
      answer.status == 200
    else { return [] }
    return (answer.json?["data"]?.elements ?? []).prefix(500)
      .compactMap { $0["id"]?.text }.map { Model(name: Self.short($0)) }
  }

  /// Ollama itself drops the default tag when it shows a name.
  private static func short(_ name: String) -> String {
    name.hasSuffix(":latest") ? String(name.dropLast(":latest".count)) : name
  }

  private static func note(_ entry: JSONValue) -> String? {
    guard let bytes = entry["size"]?.double, bytes > 0 else { return nil }
    let tenths = Int((bytes / 100_000_000).rounded())
    return "\(tenths / 10).\(tenths % 10) GB"
  }
}
