import CapabilitySpecs

/// What is known of a consumed service besides its document: whose it is, told by its address.
enum ServiceProfile: Sendable {
  case azure
  case ollama
  case other

  init(_ service: ConsumedService) {
    guard let origin = ServiceOrigin(service.baseURI) else {
      self = .other
      return
    }
    if AzureEndpoint.isAzure(host: origin.host) {
      self = .azure
    } else if origin.port == 11434, NearAddress.isLoopback(host: origin.host) {
      self = .ollama
    } else {
      self = .other
    }
  }

  /// How long its answers may take.
  var limits: TimeLimits {
    switch self {
    case .azure: TimeLimits(idle: .seconds(600), total: .seconds(600))
    case .ollama, .other: TimeLimits(idle: .seconds(900), total: .seconds(900))
    }
  }
}

/// Scheme, host and port of an absolute address.
struct ServiceOrigin: Sendable {
  let scheme: String
  /// In lower case, without the brackets of IPv6.
  let host: String
  /// The stated one.
  let port: Int?
  /// `https://contoso.example:8443`, as it was written.
  let text: String

  /// nil for what is no `http` or `https` address.
  init?(_ address: String) {
    guard let mark = address.firstRange(of: "://") else { return nil }
    scheme = address[..<mark.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = address[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    text = String(address[..<authority.endIndex])
    let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let isBracketed = place.hasPrefix("[")
    let name = isBracketed ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
    host = name.lowercased()
    port = Int(place[name.endIndex...].drop { $0 == "]" }.dropFirst())
  }

  /// True where what is sent cannot be read by others on the way.
  var isPrivate: Bool { scheme == "https" || NearAddress.isLoopback(host: host) }
}
