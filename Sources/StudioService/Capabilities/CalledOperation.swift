import CapabilitySpecs
import StudioCore

/// An operation that a capability consumes, with what belongs to it.
struct CalledOperation: Sendable {
  let capability: Capability
  let service: ConsumedService
  let resource: ConsumedResource
  let operation: ConsumedOperation
  let profile: ServiceProfile

  /// nil where no document consumes such an operation.
  init?(service namespace: String, operation name: String, in capabilities: [Capability]) {
    for capability in capabilities {
      for service in capability.consumes where service.namespace == namespace {
        for resource in service.resources {
          guard let operation = resource.operations.first(where: { $0.name == name }) else {
            continue
          }
          self.capability = capability
          self.service = service
          self.resource = resource
          self.operation = operation
          profile = ServiceProfile(service)
          return
        }
      }
    }
    return nil
  }

  /// True for an operation whose answer is pictures: `POST …/images/generations`.
  var makesImages: Bool {
    operation.method == .post && operation.path.hasSuffix("/images/generations")
  }

  /// Whom a record names. A namespace is the document's own choice: it never passes for a provider
  /// of the studio, whose prices and errors are known.
  var provider: ProviderID {
    switch profile {
    case .azure: .azure
    case .ollama: .ollama
    case .other:
      [ProviderID.azure, .ollama, .demo].contains(ProviderID(rawValue: service.namespace))
        ? ProviderID(rawValue: "service-\(service.namespace)")
        : ProviderID(rawValue: service.namespace)
    }
  }

  /// True where a call may cost something: what only reads does not, nor does the own machine.
  var mayBeBilled: Bool {
    profile != .ollama && operation.method != .get && operation.method != .head
  }

  /// Those of the service, then the resource, then the operation; of equal name and place, the
  /// later counts.
  var parameters: [ConsumedParameter] {
    var all: [ConsumedParameter] = []
    for parameter in service.inputParameters + resource.inputParameters + operation.inputParameters
    {
      all.removeAll { $0.name == parameter.name && $0.location == parameter.location }
      all.append(parameter)
    }
    return all
  }
}
