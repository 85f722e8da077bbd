import CapabilitySpecs
import FoundationEssentials
import ProviderSimulator
import StudioCore
import Testing

@testable import StudioService

/// A studio and both services on loopback, with a store of its own; gone when the test ends.
struct Wire {
  private let place: StoreFolder
  let simulator: ProviderSimulator
  let addresses: SimulatorAddresses
  let studio: LocalStudio

  init(
    _ options: SimulatorOptions = SimulatorOptions(), environment extra: [String: String] = [:],
    capabilities: [Capability] = [], resends: Int = 0
  ) async throws {
    var options = options
    options.pace = .instant
    options.detail = 24
    let simulator = ProviderSimulator(options: options)
    self.simulator = simulator
    let addresses = try await simulator.start()
    self.addresses = addresses
    place = try StoreFolder()
    let folder = place.path
    var environment = [
      "HOME": folder, "OLLAMA_HOST": addresses.ollama, "AZURE_OPENAI_ENDPOINT": addresses.azure,
      "MICROSOFT_AZURE_OPENAI_API_KEY": "a-key",
    ]
    environment.merge(extra) { $1 }
    var made = LocalStudioOptions(
      environment: environment, directories: Directories(environment: environment),
      demo: { (addresses.ollama, addresses.azure) })
    made.capabilities = capabilities
    made.resendLimit = resends
    made.resendPause = .milliseconds(10)
    studio = try LocalStudio(made)
  }

  var folder: String { place.path }

  var azure: Destination {
    Destination(
      provider: .azure,
      resource: String(addresses.azure.drop { $0 != "/" }.dropFirst(2)))
  }

  func destination(deployment: String) -> Destination {
    var destination = azure
    destination.deployment = deployment
    return destination
  }

  func destination(model: String) -> Destination {
    Destination(provider: .ollama, host: addresses.ollama, model: model)
  }

  /// Submits and waits for the end; the records as they are on disk then.
  func generate(
    _ prompt: String, _ destination: Destination,
    _ parameters: [ParameterName: ParameterValue] = [:]
  ) async throws -> [Generation] {
    var parameters = parameters
    if destination.provider == .ollama, parameters[.size] == nil {
      parameters[.size] = .text("128x128")
    }
    let submitted = try await studio.submit(
      GenerationRequest(
        requestID: "\(UInt64.random(in: .min ... .max))", prompt: prompt, destination: destination,
        parameters: Parameters(parameters)))
    await studio.drain()
    var ended: [Generation] = []
    for generation in submitted { ended.append(try await studio.generation(generation.id)) }
    return ended
  }

  func files(of generation: Generation) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: generation.folder)) ?? []).sorted()
  }
}
