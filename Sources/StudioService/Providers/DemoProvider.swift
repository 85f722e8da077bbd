import StudioCore
import Synchronization

/// The embedded provider: a simulator of both services on loopback, inside this process. It is
/// spoken to over real HTTP by the same code as the real services.
struct DemoProvider: ImageProvider {
  /// Base addresses of the simulator's two services.
  struct Addresses: Sendable {
    var ollama: String
    var azure: String
  }

  let id = ProviderID.demo
  let ollamaEndpoint: ImagesEndpoint
  let azureEndpoint: ImagesEndpoint
  let transport: any HTTPTransport
  let simulator: LazyStart<Addresses>

  static let models = ["x/z-image-turbo", "x/flux2-klein:4b"]
  static let deployments = ["gpt-image-2", "gpt-image-1-mini"]

  func defaultDestination() -> Destination? {
    Destination(provider: id, model: Self.models[0])
  }

  func offers() -> AsyncStream<[Offer]> {
    AsyncStream { continuation in
      let note = "painted here, no key needed"
      continuation.yield(
        Self.models.map { Offer(Destination(provider: id, model: $0), .ready, note: note) }
          + Self.deployments.map {
            Offer(Destination(provider: id, deployment: $0), .ready, note: note)
          })
      continuation.finish()
    }
  }

  func prepare(_ request: GenerationRequest) async throws(StudioError) -> PreparedRequest {
    let addresses = try await start()
    var inner = request
    inner.destination.provider = request.destination.deployment == nil ? .ollama : .azure
    return request.destination.deployment == nil
      ? try await ollama(addresses).prepare(inner) : try await azure(addresses).prepare(inner)
  }

  private func start() async throws(StudioError) -> Addresses {
    do { return try await simulator.value() } catch {
      throw StudioError(
        .unreachable, "The demo provider could not open a port on loopback.",
        hint: "Is 127.0.0.1 usable here? Nothing was sent.", isRetryable: true)
    }
  }

  private func ollama(_ addresses: Addresses) -> OllamaProvider {
    OllamaProvider(
      id: .ollama, host: OllamaHost(addresses.ollama), endpoint: ollamaEndpoint, key: nil,
      transport: transport)
  }

  private func azure(_ addresses: Addresses) -> AzureProvider {
    AzureProvider(
      id: .azure,
      endpoints: [AzureEndpoint(addresses.azure, hostTemplate: azureEndpoint.base)].compactMap {
        $0
      },
      deployments: Self.deployments, endpoint: azureEndpoint, credential: .key(Secret("demo")),
      apiVersion: nil, transport: transport)
  }

  func error(
    status: Int, headers: [(name: String, value: String)], body: [UInt8], destination: Destination
  ) -> StudioError {
    var error =
      destination.deployment == nil
      ? OllamaErrors.error(status: status, headers: headers, body: body, model: destination.model)
      : AzureErrors(
        status: status, headers: headers, wire: WireError(body), destination: destination,
        keyVariables: []
      ).studioError
    error.mayHaveBeenBilled = false
    if error.code == .modelNotFound || error.code == .deploymentNotFound {
      error.hint =
        "The demo has the models \(Self.models.joined(separator: ", ")) and the deployments "
        + "\(Self.deployments.joined(separator: ", ")); without a name it takes the first model."
    }
    return error
  }

  func emptyAnswer(destination: Destination) -> StudioError {
    StudioError(.emptyAnswer, "The demo provider returned no picture.")
  }
}

/// Something that is started by the first one who needs it.
actor LazyStart<Value: Sendable> {
  private let start: @Sendable () async throws -> Value
  private var task: Task<Value, any Error>?

  init(_ start: @escaping @Sendable () async throws -> Value) { self.start = start }

  /// Waits for the one start. A start that failed is tried again by the next caller.
  func value() async throws -> Value {
    let running = task ?? Task { [start] in try await start() }
    task = running
    do { return try await running.value } catch {
      task = nil
      throw error
    }
  }
}
