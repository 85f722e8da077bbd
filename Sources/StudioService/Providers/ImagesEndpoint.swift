import CapabilitySpecs
import StudioCore

/// How a capability document says that images are asked for: address, method, credential.
struct ImagesEndpoint: Sendable {
  let namespace: String
  let method: String
  /// Base address and path; `{resource}` and `{deployment-id}` are filled by the provider.
  let base: String
  let path: String
  let authentication: Authentication?
  /// Environment variables that may hold the key, in the order in which they are looked at.
  let keyVariables: [String]

  /// The first operation that the document consumes; nil if it consumes none.
  init?(_ capability: Capability) {
    guard let service = capability.consumes.first, let resource = service.resources.first,
      let operation = resource.operations.first
    else { return nil }
    namespace = service.namespace
    method = operation.method.rawValue
    base = service.baseURI
    path = operation.path
    authentication = service.authentication
    keyVariables = capability.environmentKeys(for: service)
  }

  /// The key in the environment, and the variable it was found in.
  func key(in environment: [String: String]) -> (variable: String, value: Secret)? {
    for variable in keyVariables {
      if let value = Self.secret(variable, in: environment) { return (variable, value) }
    }
    return nil
  }

  /// A credential in the environment, without the white space that files and shells leave around it.
  static func secret(_ variable: String, in environment: [String: String]) -> Secret? {
    let text = (environment[variable] ?? "").drop(while: \.isWhitespace)
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return Secret(String(text[...last]))
  }

  /// The path part of the document's base address: `/v1` of `http://localhost:11434/v1`.
  var basePath: String {
    guard let scheme = base.firstRange(of: "://"),
      let slash = base[scheme.upperBound...].firstIndex(of: "/")
    else { return "" }
    return String(base[slash...])
  }

  /// The document's path with its placeholders filled, appended to `base` in place of its own.
  func address(base: String, values: [String: String] = [:]) throws(StudioError) -> String {
    do {
      return base + (try URITemplate(path).expanded(with: values))
    } catch {
      throw StudioError(
        .badConfiguration, "The address of the images API cannot be made: \(error).")
    }
  }
}
