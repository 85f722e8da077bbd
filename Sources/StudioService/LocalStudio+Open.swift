public import CapabilitySpecs
public import StudioCore

/// What a studio is made of on this machine.
public struct LocalStudioOptions: Sendable {
  /// Environment variables; nothing else reads the process's own.
  public var environment: [String: String]
  public var directories: Directories
  /// The documents whose consumed operations can be called; none stands for those inside the program.
  public var capabilities: [Capability] = []
  /// Starts the embedded simulator and tells its base addresses; called when it is first needed.
  public var demo: @Sendable () async throws -> (ollama: String, azure: String)
  /// US dollars that calls through the doors may cost in a day of local time, of every process that
  /// uses the store; nil for no limit. What is submitted to such a studio is held to it, too.
  public var dailySpendingLimit: Double?
  /// True where the environment names the simulator as every service: what is made then is the
  /// demo's, and free.
  public var isDemo = false
  /// The providers that requests may go to; nil for all.
  public var offered: Set<ProviderID>?
  /// False where jobs that still waited when their process ended are to end as failed when things are
  /// settled; else they wait for `resume`, or to be cancelled.
  public var keepsWaiting = true
  /// True where whoever submits waits for the end, in this process: a job that has not been sent when
  /// it dies is nobody's then.
  public var callerWaits = false
  /// How often a request is sent again by itself when it is certain that nothing was started: there
  /// was no connection, or the service takes no more for now (429, 503). 0 for never; calls through
  /// the doors never are, for the refusal is the caller's answer.
  public var resendLimit = 0
  /// The first pause where the service names none.
  var resendPause = Duration.seconds(1)
  /// In place of each provider's own.
  var limits: TimeLimits?

  public init(
    environment: [String: String], directories: Directories,
    demo: @escaping @Sendable () async throws -> (ollama: String, azure: String)
  ) {
    self.environment = environment
    self.directories = directories
    self.demo = demo
  }
}

extension LocalStudio {
  /// Puts the studio together. Touches neither network nor store: both wait until they are needed.
  ///
  /// Throws `bad-configuration`.
  public convenience init(_ options: LocalStudioOptions) throws(StudioError) {
    let transport = NIOTransport(
      certificateFile: options.environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 })
    let providers = Lazy<ProviderCatalog> { () throws(StudioError) in
      try ProviderCatalog.make(options, transport: transport)
    }
    // What people have set up themselves is checked at once.
    if options.environment["AZURE_OPENAI_ENDPOINT"]?.isEmpty == false {
      _ = try providers.value()
    }
    self.init(
      providers: providers,
      services: CalledServices(
        options.capabilities, environment: options.environment, limits: options.limits,
        folder: options.directories.cache, dailySpendingLimit: options.dailySpendingLimit,
        isDemo: options.isDemo),
      store: FileGenerationStore(
        root: options.directories.store, cache: options.directories.cache),
      transport: transport, prices: PriceTable(isFree: options.isDemo),
      rules: ResendRules(limit: options.resendLimit, pause: options.resendPause),
      directories: options.directories, keepsWaiting: options.keepsWaiting,
      callerWaits: options.callerWaits)
  }
}

extension ProviderCatalog {
  /// The built-in capabilities, bound to the environment.
  static func make(
    _ options: LocalStudioOptions, transport: any HTTPTransport
  ) throws(StudioError) -> ProviderCatalog {
    let (ollama, azure) = try builtInEndpoints()
    let environment = options.environment
    var configured: Set<ProviderID> = []
    if environment["OLLAMA_HOST"]?.isEmpty == false { configured.insert(.ollama) }
    var azureProvider = try makeAzure(azure, environment, transport)
    azureProvider.limits = options.limits ?? azureProvider.limits
    if !azureProvider.endpoints.isEmpty { configured.insert(.azure) }
    let start = options.demo
    let demo = DemoProvider(
      ollamaEndpoint: ollama, azureEndpoint: azure, transport: transport,
      simulator: LazyStart {
        let addresses = try await start()
        return DemoProvider.Addresses(ollama: addresses.ollama, azure: addresses.azure)
      })
    var ollamaProvider = OllamaProvider(
      id: .ollama, host: OllamaHost(environment["OLLAMA_HOST"] ?? ""), endpoint: ollama,
      key: ollama.key(in: environment)?.value, transport: transport)
    ollamaProvider.limits = options.limits ?? ollamaProvider.limits
    let all: [any ImageProvider] = [azureProvider, ollamaProvider, demo]
    return ProviderCatalog(
      providers: all.filter { options.offered?.contains($0.id) ?? true }, configured: configured)
  }

  private static func builtInEndpoints() throws(StudioError) -> (ImagesEndpoint, ImagesEndpoint) {
    do {
      let endpoints = try CapabilityCatalog.builtIn().compactMap(ImagesEndpoint.init)
      let azure = endpoints.first { $0.path.contains("{deployment-id}") }
      let ollama = endpoints.first { !$0.path.contains("{deployment-id}") }
      if let ollama, let azure { return (ollama, azure) }
    } catch {
      throw StudioError(.badConfiguration, "A built-in capability cannot be read: \(error)")
    }
    throw StudioError(.badConfiguration, "A built-in capability consumes nothing.")
  }

  private static func makeAzure(
    _ endpoint: ImagesEndpoint, _ environment: [String: String], _ transport: any HTTPTransport
  ) throws(StudioError) -> AzureProvider {
    var endpoints: [AzureEndpoint] = []
    for text in list(environment["AZURE_OPENAI_ENDPOINT"]) {
      guard let place = AzureEndpoint(text, hostTemplate: endpoint.base) else {
        throw StudioError(
          .badConfiguration,
          "AZURE_OPENAI_ENDPOINT holds “\(AzureEndpoint.shown(text))”, which names no host.",
          hint: "Paste the resource's endpoint, such as https://contoso.openai.azure.com.")
      }
      endpoints.append(place)
    }
    let token = ImagesEndpoint.secret("AZURE_OPENAI_AD_TOKEN", in: environment)
    let key = endpoint.key(in: environment)?.value
    return AzureProvider(
      id: .azure, endpoints: endpoints, deployments: list(environment["AZURE_OPENAI_DEPLOYMENT"]),
      endpoint: endpoint,
      credential: key.map { .key($0) } ?? token.map { .token($0) },
      apiVersion: environment["OPENAI_API_VERSION"].flatMap { $0.isEmpty ? nil : $0 },
      transport: transport)
  }

  /// Names separated by commas.
  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { $0.drop(while: \.isWhitespace) }
      .filter { !$0.isEmpty }.map(String.init)
  }
}
