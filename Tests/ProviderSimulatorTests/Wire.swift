import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

@testable import ProviderSimulator

/// One answer as a client sees it.
struct Reply {
  var status: Int
  var headers: HTTPHeaders
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The first JSON value of the body; null where there is none.
  var json: WireJSON { (try? WireJSON.parse(bytes)) ?? .null }

  /// Every line of the body as JSON.
  var lines: [WireJSON] {
    text.split(separator: "\n").compactMap { try? WireJSON.parse(Array($0.utf8)) }
  }

  func header(_ name: String) -> String? { headers.first(name: name) }
}

/// A plain HTTP client over real sockets, which follows no redirect.
enum Wire {
  static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    // Without this a refused connection is reported only after the connect timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }()

  static func request(
    _ method: String = "GET", _ url: String, headers: [(String, String)] = [],
    body: String? = nil
  ) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.method = HTTPMethod(rawValue: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    return request
  }

  static func send(
    _ method: String = "GET", _ url: String, headers: [(String, String)] = [],
    body: String? = nil
  ) async throws -> Reply {
    let response = try await client.execute(
      request(method, url, headers: headers, body: body), timeout: .seconds(120))
    let buffer = try await response.body.collect(upTo: 1 << 28)
    return Reply(
      status: Int(response.status.code), headers: response.headers, bytes: Array(buffer: buffer))
  }

  /// Runs `work` against a fresh simulator that is stopped afterwards.
  @discardableResult
  static func withSimulator<Value>(
    _ options: SimulatorOptions = SimulatorOptions(pace: .instant, detail: 24),
    _ work: (SimulatorAddresses, ProviderSimulator) async throws -> Value
  ) async throws -> Value {
    let simulator = ProviderSimulator(options: options)
    let addresses = try await simulator.start()
    do {
      let value = try await work(addresses, simulator)
      await simulator.stop()
      return value
    } catch {
      await simulator.stop()
      throw error
    }
  }

  /// Options for quick tests with these faults.
  static func options(_ rules: FaultRule...) -> SimulatorOptions {
    SimulatorOptions(script: FaultScript(rules: rules), pace: .instant, detail: 24)
  }

  /// Waits until `condition` holds, at most thirty seconds.
  static func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<3000 {
      if try await condition() { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}

/// A PNG file's size, read from its header.
func pngSize(_ bytes: [UInt8]) -> [Int]? {
  guard bytes.starts(with: PNGChunks.signature), bytes.count > 33 else { return nil }
  func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  return [number(16), number(20)]
}

extension WireJSON {
  /// Follows names and positions into the value.
  func at(_ path: String...) -> WireJSON? {
    path.reduce(self as WireJSON?) { value, step in
      if let index = Int(step) {
        return value?.elements.flatMap { index < $0.count ? $0[index] : nil }
      }
      return value?[step]
    }
  }

  /// The bytes that a base64 string stands for.
  var decoded: [UInt8]? { text.flatMap { Data(base64Encoded: $0) }.map(Array.init) }
}
