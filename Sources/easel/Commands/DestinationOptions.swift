import ArgumentParser
import StudioCore

/// What a request is addressed to. What is not said comes from the provider's configuration, or
/// without a provider from the last destination used.
struct DestinationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("azure, ollama or demo.", valueName: "name"))
  var provider: String?

  @Option(help: ArgumentHelp("Azure: the resource's name.", valueName: "name"))
  var resource: String?

  @Option(help: ArgumentHelp("Azure: the deployment's name.", valueName: "name"))
  var deployment: String?

  @Option(help: ArgumentHelp("The model's name.", valueName: "name"))
  var model: String?

  @Option(
    help: ArgumentHelp("Ollama: the server, instead of OLLAMA_HOST.", valueName: "address"))
  var host: String?

  /// The variables that these options stand for.
  var environment: [String: String?] { host.map { ["OLLAMA_HOST": $0] } ?? [:] }

  func destination(_ composition: Composition, _ studio: any Studio) async throws -> Destination {
    var destination = try await base(composition, studio)
    if let resource { destination.resource = resource }
    if deployment != nil || model != nil {
      destination.deployment = deployment
      destination.model = model
    }
    return destination
  }

  private func base(_ composition: Composition, _ studio: any Studio) async throws -> Destination {
    if let provider = provider ?? impliedProvider {
      return try composition.defaultDestination(of: ProviderID(rawValue: provider))
    }
    let usual = await studio.defaultDestination()
    guard deployment != nil, usual.provider == .ollama else { return usual }
    return try composition.defaultDestination(of: .azure)
  }

  private var impliedProvider: String? {
    if host != nil { return ProviderID.ollama.rawValue }
    return resource == nil ? nil : ProviderID.azure.rawValue
  }
}
