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
      throw StudioError(
        .badConfiguration, "\(provider.displayName) is not set up here.",
        hint: "Set AZURE_OPENAI_ENDPOINT to the endpoint of a resource.")
    }
    return destination
  }
}
