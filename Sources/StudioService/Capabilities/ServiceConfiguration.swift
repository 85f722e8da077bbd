import CapabilitySpecs
import StudioCore

/// What the environment says of services: addresses, and defaults of what callers leave out.
struct ServiceConfiguration: Sendable {
  let environment: [String: String]

  /// A variable without the white space around it; nil where it is unset or empty.
  func variable(_ names: String...) -> String? {
    for name in names {
      if let value = ImagesEndpoint.secret(name, in: environment)?.value { return value }
    }
    return nil
  }

  /// The first resource of `AZURE_OPENAI_ENDPOINT`, which replaces the scheme and host of a document.
  func azureEndpoint(_ baseURI: String) -> AzureEndpoint? {
    let first = variable("AZURE_OPENAI_ENDPOINT")?.split(separator: ",").first.map(String.init)
    return first.flatMap { AzureEndpoint($0, hostTemplate: baseURI) }
  }

  /// A label of the host. Never from a caller: whoever controls the host receives the key.
  var azureResource: String? {
    variable("MICROSOFT_AZURE_OPENAI_RESOURCE", "AZURE_OPENAI_RESOURCE")
  }

  func azureDeployment(_ endpoint: AzureEndpoint?) -> String? {
    let names = variable("AZURE_OPENAI_DEPLOYMENT", "MICROSOFT_AZURE_OPENAI_DEPLOYMENT_ID")
    let first = names?.split(separator: ",").first?.split(separator: " ").first
    return endpoint?.deployment ?? first.map(String.init)
  }

  func azureVersion(_ endpoint: AzureEndpoint?) -> String {
    endpoint?.apiVersion
      ?? variable(
        "OPENAI_API_VERSION", "AZURE_OPENAI_API_VERSION", "MICROSOFT_AZURE_OPENAI_API_VERSION")
      ?? AzureProvider.defaultVersion
  }

  var ollamaHost: OllamaHost { OllamaHost(environment["OLLAMA_HOST"] ?? "") }
}
