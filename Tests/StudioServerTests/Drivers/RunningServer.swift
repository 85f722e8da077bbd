import CapabilitySpecs
import StudioCore
import StudioServer
import Synchronization

/// A server on free ports for the length of a test.
struct RunningServer: Sendable {
  let rest: Int
  let mcp: Int?
  let addresses: [ListeningAddress]

  var url: String { "http://127.0.0.1:\(rest)" }

  /// Serves the documents inside the program, or the given one, while `work` runs.
  @discardableResult
  static func with<Value: Sendable>(
    _ studio: any Studio & ServiceCalls, document: String? = nil,
    options: ServerOptions = ServerOptions(),
    _ work: @escaping @Sendable (RunningServer) async throws -> Value
  ) async throws -> Value {
    var options = options
    options.restPort = options.restPort ?? 0
    options.mcpPort = options.mcpPort ?? 0
    options.finishing = .seconds(3)
    let capabilities =
      try document.map { [try CapabilityParser.parse($0, source: "test.yaml").capability] }
      ?? CapabilityCatalog.builtIn()
    let server = try StudioServer(
      studio: studio, capabilities: capabilities, options: options)
    let (ready, announcement) = AsyncStream<[ListeningAddress]>.makeStream()
    let running = Task {
      defer { announcement.finish() }
      try await server.run { announcement.yield($0) }
    }
    guard let addresses = await ready.first(where: { _ in true }) else {
      try await running.value
      throw CancellationError()
    }
    let result = await Task {
      try await work(
        RunningServer(
          rest: addresses.first { $0.door == "rest" }?.port ?? 0,
          mcp: addresses.first { $0.door == "mcp" }?.port, addresses: addresses))
    }.result
    running.cancel()
    try? await running.value
    return try result.get()
  }
}

/// Waits until `condition` holds, at most thirty seconds.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  for _ in 0..<3000 {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return false
}
