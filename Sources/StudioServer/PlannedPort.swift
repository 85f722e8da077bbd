import CapabilitySpecs
import StudioCore

/// A port and the interfaces of all documents that are merged on it.
struct PlannedPort: Sendable {
  enum Kind: String, Sendable { case rest, mcp }

  let kind: Kind
  /// 0 takes a free one.
  let port: Int
  /// Where it listens; of the two of loopback, the second only where it exists.
  let addresses: [String]

  static let loopback = ["127.0.0.1", "::1"]

  /// The ports of all documents, REST before MCP, with the options' overrides.
  ///
  /// - Throws: `bad-configuration` when both doors want one port, or an address needs a token.
  static func all(
    of capabilities: [Capability], _ options: ServerOptions
  ) throws(StudioError) -> [PlannedPort] {
    let interfaces = capabilities.flatMap(\.exposes)
    for interface in interfaces { try checkAuthentication(of: interface, options) }
    var rest = group(interfaces.filter { $0.kind == .rest }, .rest, options.restPort, options)
    if rest.isEmpty, let port = options.restPort {
      rest = [PlannedPort(kind: .rest, port: port, addresses: addresses(of: [], options))]
    }
    let mcp = group(interfaces.filter { $0.kind == .mcp }, .mcp, options.mcpPort, options)
    for port in rest where port.port != 0 && mcp.contains(where: { $0.port == port.port }) {
      throw StudioError(
        .badConfiguration, "REST and MCP both want port \(port.port).",
        hint: "Give one of them another: --rest-port, --mcp-port.")
    }
    try checkReach(of: rest + mcp, options)
    return rest + mcp
  }

  private static func group(
    _ interfaces: [ExposedInterface], _ kind: Kind, _ override: Int?, _ options: ServerOptions
  ) -> [PlannedPort] {
    var ports: [Int] = []
    for port in interfaces.compactMap({ override ?? $0.port }) where !ports.contains(port) {
      ports.append(port)
    }
    return ports.map { port in
      let merged = interfaces.filter { (override ?? $0.port) == port }
      return PlannedPort(kind: kind, port: port, addresses: addresses(of: merged, options))
    }
  }

  private static func addresses(
    of interfaces: [ExposedInterface], _ options: ServerOptions
  ) -> [String] {
    let said = options.address.map { [$0] } ?? interfaces.compactMap(\.address)
    var addresses: [String] = []
    for address in said.isEmpty ? ["localhost"] : said {
      let plain = address.filter { $0 != "[" && $0 != "]" }
      for one in plain == "localhost" ? loopback : [plain] where !addresses.contains(one) {
        addresses.append(one)
      }
    }
    return addresses
  }

  /// What documents demand of callers is met by the one token, or not served at all.
  private static func checkAuthentication(
    of interface: ExposedInterface, _ options: ServerOptions
  ) throws(StudioError) {
    switch interface.authentication {
    case nil: return
    case .bearer, .apiKey: if options.token != nil { return }
    case .basic, .digest, .oauth2: break
    }
    throw StudioError(
      .badConfiguration, "\(interface.mark) demands credentials of its callers.",
      hint: "Only a token, as 'Authorization: Bearer' or 'api-key', is supported; set one.")
  }

  private static func checkReach(
    of ports: [PlannedPort], _ options: ServerOptions
  ) throws(StudioError) {
    if let token = options.token {
      guard token.utf8.count >= 16, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw StudioError(
          .badConfiguration, "The server's token must be 16 or more printable characters.")
      }
      return
    }
    let far = ports.flatMap(\.addresses).first { !ListeningAddress.isLoopback($0) }
    guard let far else { return }
    throw StudioError(
      .badConfiguration,
      "Others could reach \(LogText.printable(far, most: 60)) and spend your money.",
      hint: "Set EASEL_TOKEN to 16 or more characters, or listen on loopback.")
  }
}

extension ExposedInterface {
  fileprivate var kind: PlannedPort.Kind {
    switch self {
    case .rest: .rest
    case .mcp: .mcp
    }
  }
}
