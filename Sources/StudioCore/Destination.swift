/// What a request is addressed to: provider + resource + deployment (Azure), or
/// provider + host + model (Ollama). It never holds a secret.
public struct Destination: Hashable, Sendable, Codable {
  public var provider: ProviderID
  /// Azure: the resource's name, or the endpoint's host where it is not `*.openai.azure.com`.
  public var resource: String?
  /// Ollama: the server's base URL as shown to people, such as `http://localhost:11434`.
  public var host: String?
  /// Azure: the deployment's name, which callers use in place of a model.
  public var deployment: String?
  /// The weights' name, where it is known. For Azure it may differ from the deployment.
  public var model: String?

  public init(
    provider: ProviderID, resource: String? = nil, host: String? = nil,
    deployment: String? = nil, model: String? = nil
  ) {
    self.provider = provider
    self.resource = resource
    self.host = host
    self.deployment = deployment
    self.model = model
  }

  /// What parameter tables and prices go by: the model, else the deployment's own name.
  public var modelOrDeployment: String? { model ?? deployment }

  /// Provider, place and name, each as it is shown: `["Azure OpenAI", "contoso", "gpt-image-2"]`.
  public var path: [String] {
    [provider.displayName, resource ?? host, deployment ?? model].compactMap { $0 }
  }

  /// True when a request can be addressed: a deployment or a model is named.
  public var isComplete: Bool { deployment != nil || model != nil }
}
