public import StudioCore

/// How the doors are opened, and what is let through them.
public struct ServerOptions: Sendable {
  /// The address to listen on. nil: what the documents say, else 127.0.0.1 and, where it exists, ::1.
  public var address: String?
  /// The port of all REST interfaces, instead of the documents'; 0 takes a free one.
  public var restPort: Int?
  /// The port of all MCP interfaces, instead of the documents'; 0 takes a free one.
  public var mcpPort: Int?
  /// What callers must present as `Authorization: Bearer` (or `api-key`), at least 16 characters.
  /// An address other than loopback is refused without one.
  public var token: String?
  /// Host names that callers may use besides those of loopback, without port.
  public var allowedHosts: [String]
  /// Origins of web pages allowed besides those of loopback, such as `https://studio.example`.
  public var allowedOrigins: [String]
  public var limits: ServerLimits
  /// What becomes of a call whose caller goes away.
  public var abandonment: ServiceCall.Abandonment
  /// How long an MCP call may keep its caller waiting before it answers with a job to poll.
  public var callLimit: Duration
  /// How long running requests may take to finish when the server is told to stop.
  public var finishing: Duration
  /// The program's version, as the doors tell it.
  public var version: String
  /// Called after each answer. Must return at once; the values are printable and hold no secret.
  public var log: @Sendable (ServerLogLine) -> Void

  public init(
    address: String? = nil, restPort: Int? = nil, mcpPort: Int? = nil, token: String? = nil,
    allowedHosts: [String] = [], allowedOrigins: [String] = [],
    limits: ServerLimits = ServerLimits(),
    abandonment: ServiceCall.Abandonment = .finishIfBilled, callLimit: Duration = .seconds(50),
    finishing: Duration = .seconds(30), version: String = "0",
    log: @escaping @Sendable (ServerLogLine) -> Void = { _ in }
  ) {
    self.address = address
    self.restPort = restPort
    self.mcpPort = mcpPort
    self.token = token
    self.allowedHosts = allowedHosts
    self.allowedOrigins = allowedOrigins
    self.limits = limits
    self.abandonment = abandonment
    self.callLimit = callLimit
    self.finishing = finishing
    self.version = version
    self.log = log
  }
}
