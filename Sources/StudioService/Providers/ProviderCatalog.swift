import StudioCore

/// The providers of this studio, in the order in which the picker shows them.
struct ProviderCatalog: Sendable {
  let providers: [any ImageProvider]
  /// Those that the environment or the configuration sets up; the demo always works.
  let configured: Set<ProviderID>

  /// What each parameter means at a destination. Pure.
  static func parameterTable(for destination: Destination) -> ParameterTable {
    switch destination.provider {
    case .ollama: OllamaTables.table(for: destination.model)
    case .azure: AzureTables.table(for: destination.modelOrDeployment)
    // The demo speaks Azure's protocol for deployments, Ollama's for models.
    case .demo where destination.deployment != nil: AzureTables.table(for: destination.deployment)
    case .demo: OllamaTables.table(for: destination.model)
    default:
      ParameterTable(family: destination.modelOrDeployment ?? "?", isGuess: true, rules: [])
    }
  }

  subscript(id: ProviderID) -> (any ImageProvider)? { providers.first { $0.id == id } }

  func isConfigured(_ destination: Destination) -> Bool {
    destination.provider == .demo || configured.contains(destination.provider)
  }

  /// The first that is configured, else the demo.
  func defaultDestination() -> Destination {
    let first = providers.first { configured.contains($0.id) } ?? self[.demo]
    return first?.defaultDestination() ?? Destination(provider: .demo)
  }

  /// All offers, configured providers first; each list is whole.
  func offers() -> AsyncStream<[Offer]> {
    let ordered =
      providers.filter { configured.contains($0.id) }
      + providers.filter { !configured.contains($0.id) }
    return AsyncStream { continuation in
      let merged = MergedOffers(count: ordered.count)
      let task = Task {
        await withTaskGroup(of: Void.self) { group in
          for (place, provider) in ordered.enumerated() {
            group.addTask {
              for await offers in provider.offers() {
                continuation.yield(await merged.put(offers, at: place))
              }
            }
          }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

/// The latest list of every provider, in order.
private actor MergedOffers {
  private var lists: [[Offer]]

  init(count: Int) { lists = Array(repeating: [], count: count) }

  func put(_ offers: [Offer], at place: Int) -> [Offer] {
    lists[place] = offers
    return lists.flatMap { $0 }
  }
}
