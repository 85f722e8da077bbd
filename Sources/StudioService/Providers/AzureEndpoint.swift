import StudioCore

/// One Azure OpenAI resource, from whatever people paste: the bare name, the host, the endpoint with
/// or without `/openai` or `/openai/v1`, or the whole target URI of a deployment.
struct AzureEndpoint: Hashable, Sendable {
  enum Route: Hashable, Sendable {
    /// `/openai/deployments/{id}/images/generations?api-version=…`
    case dated
    /// `/openai/v1/images/generations`, the deployment as `model` in the body.
    case v1
  }

  /// What people call it: the first label of an Azure host, else host and port.
  var resource: String
  /// Scheme, host and port, without a trailing slash.
  var base: String
  var route: Route
  /// Found in a pasted target URI.
  var deployment: String?
  var apiVersion: String?

  private static let azureSuffixes = [
    ".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com",
    ".openai.azure.us", ".cognitiveservices.azure.us", ".openai.azure.cn",
    ".cognitiveservices.azure.cn",
  ]

  /// nil where no host can be made out. `hostTemplate` is the capability's base address, such as
  /// `https://{resource}.openai.azure.com`.
  init?(_ text: String, hostTemplate: String) {
    var rest = Substring(text.trimmingOuter())
    guard !rest.isEmpty else { return nil }
    if Self.isBareName(rest) { rest = Substring(hostTemplate.replacing("{resource}", with: rest)) }
    var scheme = "https"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    }
    guard scheme == "https" || scheme == "http" else { return nil }
    let query = rest.firstIndex(of: "?") ?? rest.endIndex
    apiVersion = Self.parameter("api-version", in: rest[query...])
    let slash = rest[..<query].firstIndex(of: "/") ?? query
    let authority = rest[..<slash].lowercased()
    guard Self.isAuthority(authority) else { return nil }
    let parts = rest[slash..<query].split(separator: "/").map(String.init)
    let openAI = parts.firstIndex(of: "openai") ?? parts.endIndex
    // A gateway may keep the service below a path of its own.
    base = ([scheme + "://" + authority] + parts[..<openAI]).joined(separator: "/")
    resource = Self.resource(of: authority)
    let tail = parts[openAI...].dropFirst()
    route = tail.first == "v1" ? .v1 : .dated
    if tail.first == "deployments" { deployment = tail.dropFirst().first }
  }

  /// What was pasted, fit to be shown: a name and password, or a query, may hold a key.
  static func shown(_ text: String) -> String {
    let address = text.prefix { $0 != "?" && $0 != "#" }
    let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
    let rest = address[start...]
    let place = rest.lastIndex(of: "@").map { "•••" + rest[$0...] } ?? String(rest)
    return ServiceText.clean(address[..<start] + place) ?? ""
  }

  var isLoopback: Bool {
    let authority = base.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
    if authority.hasPrefix("[") {
      return NearAddress.isLoopback(host: authority.dropFirst().prefix { $0 != "]" })
    }
    return NearAddress.isLoopback(host: authority.prefix { $0 != ":" })
  }

  var isEncrypted: Bool { base.hasPrefix("https://") }

  /// True for a host that Azure itself gives to resources, also with a placeholder as its first label.
  static func isAzure(host: String) -> Bool { azureSuffixes.contains { host.hasSuffix($0) } }

  private static func isBareName(_ text: Substring) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      && text != "localhost"
  }

  private static func isAuthority(_ text: String) -> Bool {
    !text.isEmpty
      && text.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]".contains($0))
      }
  }

  private static func resource(of authority: String) -> String {
    for suffix in azureSuffixes where authority.hasSuffix(suffix) {
      return String(authority.dropLast(suffix.count))
    }
    return authority
  }

  private static func parameter(_ name: String, in query: Substring) -> String? {
    for pair in query.dropFirst().split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1)
      if sides.count == 2, sides[0] == name { return String(sides[1]) }
    }
    return nil
  }
}

extension String {
  /// Without white space and quotes around it.
  fileprivate func trimmingOuter() -> String {
    let isOuter: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" || $0 == "'" }
    return String(drop(while: isOuter).reversed().drop(while: isOuter).reversed())
  }
}
