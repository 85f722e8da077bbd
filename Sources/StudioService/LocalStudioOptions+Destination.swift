public import StudioCore

extension LocalStudioOptions {
  /// Where requests of one provider go when nothing else is said: its first resource and
  /// deployment, its host, its first model. Reads no disk and asks no network.
  ///
  /// Throws `bad-usage` where there is no such provider, and `bad-configuration` where nothing sets
  /// it up.
  public func defaultDestination(of provider: ProviderID) throws(StudioError) -> Destination {
    let catalog = try ProviderCatalog.make(self, transport: NIOTransport())
    guard let known = catalog[provider] else {
      let names = catalog.providers.map(\.id.rawValue).joined(separator: ", ")
      throw StudioError(
        .badUsage, "There is no provider “\(ServiceText.clean(provider.rawValue) ?? "")”.",
        hint: "There are: \(names).")
    }
    guard let destination = known.defaultDestination() else {
      let azure = known as? AzureProvider
      let deployment =
        azure?.deployments.isEmpty == true ? ["AZURE_OPENAI_DEPLOYMENT to a deployment's name"] : []
      let missing = ((azure?.missing ?? []) + deployment).joined(separator: ", and ")
      throw StudioError(
        .badConfiguration, "\(provider.displayName) is not set up here.", hint: "Set \(missing).")
    }
    return destination
  }

  /// Of each provider of which only a part is set, what is missing, in a sentence. Reads no disk and
  /// asks no network.
  public var halfSet: [String] {
    let catalog = try? ProviderCatalog.make(self, transport: NIOTransport())
    let azures = (catalog?.providers ?? []).compactMap { $0 as? AzureProvider }
    return azures.filter { $0.missing.count == 1 }.map {
      "\($0.id.displayName) is set up in part: set \($0.missing.joined())."
    }
  }
}
