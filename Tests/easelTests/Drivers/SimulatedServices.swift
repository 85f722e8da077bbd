import Foundation
import Glibc
import Testing

/// `easel simulate`, running: both services and their ledger.
struct SimulatedServices: Sendable {
  struct Addresses: Decodable, Sendable {
    var version: Int
    var ollama: String
    var azure: String
    var ledger: String
  }

  struct Ledger: Decodable, Sendable {
    struct Generation: Decodable, Sendable {
      var service: String
      var model: String
      var prompt: String
      var count: Int
      var delivered: Bool
      var sha256: [String]
    }

    var accepted: [Generation]
    var refused: Int
  }

  let addresses: Addresses

  /// The variables that lead a program to the services.
  var environment: [String: String] {
    [
      "OLLAMA_HOST": addresses.ollama, "AZURE_OPENAI_ENDPOINT": addresses.azure,
      "AZURE_OPENAI_API_KEY": "a-key-for-tests", "AZURE_OPENAI_DEPLOYMENT": "gpt-image-2",
    ]
  }

  /// Serves for as long as `body` runs.
  /// - Parameter script: The rules of a fault script, as JSON.
  static func run<Result: Sendable>(
    pace: String = "instant", script: String? = nil, options: [String] = [],
    _ body: (SimulatedServices) async throws -> Result
  ) async throws -> Result {
    let home = try TestHome()
    var arguments = ["simulate", "--port", "0", "--pace", pace] + options
    if let script {
      try home.write("{\"rules\": [\(script)]}", to: "script.json")
      arguments += ["--script", "\(home.root)/script.json"]
    }
    return try await EaselProgram(home: home).whileRunning(arguments) { lines, _ in
      for try await line in lines {
        let addresses = try JSONDecoder().decode(Addresses.self, from: Data(line.utf8))
        return try await body(SimulatedServices(addresses: addresses))
      }
      throw CocoaError(.fileReadUnknown)
    }.0
  }

  func ledger() throws -> Ledger {
    let url = try #require(URL(string: addresses.ledger))
    let answer = try LoopbackRequest.get(port: UInt16(url.port ?? 0), path: url.path)
    return try JSONDecoder().decode(Ledger.self, from: Data(answer.utf8))
  }
}

/// A request to this machine, without a library.
enum LoopbackRequest {
  /// The answer's body.
  static func get(port: UInt16, path: String) throws -> String {
    let text = try answer(
      port: port, to: "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return String(text[(try #require(text.firstRange(of: "\r\n\r\n"))).upperBound...])
  }

  /// The whole answer, with its head.
  static func post(
    port: UInt16, path: String, headers: [String], body: String
  ) throws -> String {
    let head =
      [
        "POST \(path) HTTP/1.1", "Host: localhost:\(port)", "Connection: close",
        "Content-Length: \(body.utf8.count)",
      ] + headers
    return try answer(port: port, to: head.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  private static func answer(port: UInt16, to request: String) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    let request = Array(request.utf8)
    try #require(send(descriptor, request, request.count, 0) == request.count)
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while case let count = recv(descriptor, &piece, piece.count, 0), count > 0 {
      answer += piece[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
