import StudioCore

/// Finds out what the configured resources offer. Listing deployments with a key is a leftover of an
/// old api-version that some resources still answer; what cannot be listed can be typed.
struct AzureDiscovery: Sendable {
  /// The only data-plane version that ever listed deployments.
  private static let listVersion = "2023-03-15-preview"
  /// Answers 200 to a good key and 401 or 403 to a bad one, and never generates.
  private static let probeVersion = "2024-10-21"

  let provider: ProviderID
  let endpoints: [AzureEndpoint]
  let deployments: [String]
  let credential: HeaderCredential?
  let query: ServiceQuery

  func offers() -> AsyncStream<[Offer]> {
    AsyncStream { continuation in
      continuation.yield(endpoints.flatMap { known(at: $0, .checking) })
      let task = Task {
        var answers: [Int: [Offer]] = [:]
        await withTaskGroup(of: (Int, [Offer]).self) { group in
          for (place, endpoint) in endpoints.enumerated() {
            group.addTask { (place, await ask(endpoint)) }
          }
          for await (place, offers) in group {
            answers[place] = offers
            continuation.yield(
              endpoints.indices.flatMap { answers[$0] ?? known(at: endpoints[$0], .checking) })
          }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// What the configuration alone says, and a row to type a deployment's name.
  private func known(at endpoint: AzureEndpoint, _ readiness: Offer.Readiness) -> [Offer] {
    let names = ([endpoint.deployment].compactMap { $0 } + deployments)
    return names.map { Offer(destination(endpoint, $0), readiness) } + [
      typed(at: endpoint, readiness)
    ]
  }

  private func typed(at endpoint: AzureEndpoint, _ readiness: Offer.Readiness) -> Offer {
    Offer(destination(endpoint, nil), readiness, note: "type a deployment's name")
  }

  private func destination(
    _ endpoint: AzureEndpoint, _ deployment: String?, model: String? = nil
  ) -> Destination {
    Destination(
      provider: provider, resource: endpoint.resource, deployment: deployment, model: model)
  }

  private func ask(_ endpoint: AzureEndpoint) async -> [Offer] {
    guard let credential else {
      return known(
        at: endpoint,
        .unavailable(reason: "no key", hint: "Set MICROSOFT_AZURE_OPENAI_API_KEY."))
    }
    guard endpoint.isEncrypted || endpoint.isLoopback else {
      return known(
        at: endpoint, .unavailable(reason: "not encrypted", hint: "Use https in the endpoint."))
    }
    let listURL = "\(endpoint.base)/openai/deployments?api-version=\(Self.listVersion)"
    let probeURL = "\(endpoint.base)/openai/models?api-version=\(Self.probeVersion)"
    do {
      let probe = try await query.ask("GET", probeURL, credential: credential)
      if let refusal = refusal(probe.status) { return known(at: endpoint, refusal) }
      let list = try? await query.ask("GET", listURL, credential: credential)
      let listed = list?.status == 200 ? list?.json?["data"]?.elements ?? [] : []
      return listed.isEmpty
        ? known(at: endpoint, .untested("the key works; the deployment is not checked"))
        : self.listed(listed, at: endpoint)
    } catch {
      return known(at: endpoint, unreachable(error))
    }
  }

  private func refusal(_ status: Int) -> Offer.Readiness? {
    switch status {
    case 401: .unavailable(reason: "key refused", hint: "Check the key and the resource.")
    case 403: .unavailable(reason: "access denied", hint: "Check firewall, role and key access.")
    default: nil
    }
  }

  private func unreachable(_ error: any Error) -> Offer.Readiness {
    if case TransportError.notConnected(.nameNotFound, _) = error {
      return .unavailable(reason: "no such host", hint: "Check the resource's name.")
    }
    return .unavailable(reason: "not reachable", hint: "Check the endpoint and the network.")
  }

  private func listed(_ listed: [JSONValue], at endpoint: AzureEndpoint) -> [Offer] {
    var offers: [Offer] = listed.prefix(500).compactMap { entry in
      guard let name = entry["id"]?.text else { return nil }
      let model = entry["model"]?.text
      return Offer(
        destination(endpoint, name, model: model), Self.readiness(entry, model),
        note: model == name ? nil : ServiceText.clean(model))
    }
    let names = Set(offers.compactMap(\.destination.deployment))
    offers += known(at: endpoint, .untested("not listed by the resource")).filter {
      $0.destination.deployment.map { !names.contains($0) } ?? true
    }
    return offers
  }

  private static func readiness(_ entry: JSONValue, _ model: String?) -> Offer.Readiness {
    if let status = entry["status"]?.text, status != "succeeded" {
      return .unavailable(reason: "not ready", hint: "Its deployment has not finished.")
    }
    let name = (model ?? "").lowercased()
    let families = ["gpt-image", "dall-e", "flux", "mai-image"]
    if families.contains(where: name.hasPrefix) { return .ready }
    return .unavailable(reason: "not an image model", hint: "Pick a gpt-image deployment.")
  }
}
