import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import Testing

@testable import ProviderSimulator

@Suite("Ledger and addresses", .timeLimit(.minutes(3)))
struct LedgerTests {
  @Test("The ledger document shows what was accepted, delivered and refused")
  func document() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let url = addresses.ollama + "/v1/images/generations"
      let body = #"{"model":"x/z-image-turbo","prompt":"fox \u001b[31m","size":"64x64"}"#
      #expect(try await Wire.send("POST", url, body: body).status == 200)
      #expect(try await Wire.send("POST", url, body: "{}").status == 400)
      #expect(
        try await Wire.eventually {
          await simulator.ledger().accepted.first?.delivered == true
        })
      let reply = try await Wire.send("GET", addresses.ledger)
      let snapshot = try JSONDecoder().decode(LedgerSnapshot.self, from: Data(reply.bytes))
      #expect(snapshot == (await simulator.ledger()))
      #expect(snapshot.accepted.first?.service == .ollama && snapshot.refused == 1)
      #expect(reply.json.at("accepted", "0", "prompt")?.text == "fox \u{1b}[31m")
      #expect(!reply.bytes.contains(0x1B))
    }
  }

  @Test("A client that leaves during the work gets nothing and stops it")
  func leaving() async throws {
    let options = SimulatorOptions(pace: .seconds(30), detail: 24)
    try await Wire.withSimulator(options) { (addresses, simulator) async throws -> Void in
      let request = Task {
        try await Wire.send(
          "POST", addresses.ollama + "/v1/images/generations",
          body: #"{"model":"x/z-image-turbo","prompt":"a","size":"64x64"}"#)
      }
      #expect(try await Wire.eventually { await simulator.ledger().accepted.count == 1 })
      request.cancel()
      _ = await request.result
      let ledger = await simulator.ledger()
      #expect(ledger.accepted.map(\.delivered) == [false])
      #expect(ledger.accepted.first?.sha256 == [])
    }
  }

  @Test("A client that takes only the beginning of a large answer was not delivered to")
  func partlyTaken() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      let response = try await Wire.client.execute(
        Wire.request(
          "POST", addresses.ollama + "/v1/images/generations",
          body: #"{"model":"x/payload-24mb","prompt":"a"}"#), timeout: .seconds(120))
      var iterator = response.body.makeAsyncIterator()
      _ = try await iterator.next()
      #expect(await simulator.ledger().accepted.map(\.delivered) == [false])
    }
  }

  @Test("A client that leaves with the last byte was delivered to")
  func leavingWithAll() async throws {
    try await Wire.withSimulator { (addresses, simulator) async throws -> Void in
      try await withThrowingTaskGroup(of: Int.self) { clients in
        for _ in 0..<40 {
          clients.addTask {
            try await Wire.send(
              "POST", addresses.ollama + "/v1/images/generations",
              headers: [("Connection", "close")],
              body: #"{"model":"x/z-image-turbo","prompt":"a","size":"64x64"}"#
            ).status
          }
        }
        for try await status in clients { #expect(status == 200) }
      }
      #expect(
        try await Wire.eventually {
          await simulator.ledger().accepted.count { $0.delivered } == 40
        })
    }
  }

  @Test("The addresses are one JSON object with a version, on loopback")
  func addresses() async throws {
    try await Wire.withSimulator { (addresses, _) async throws -> Void in
      let json = try WireJSON.parse(Array(JSONEncoder().encode(addresses)))
      #expect(json["version"]?.integer == 1)
      for name in ["ollama", "azure", "ledger"] {
        #expect(json[name]?.text?.hasPrefix("http://127.0.0.1:") == true)
      }
      #expect(addresses.ledger.hasSuffix("/ledger"))
    }
  }

  @Test("A port that is taken is an error, and a stopped simulator frees its ports")
  func ports() async throws {
    let first = ProviderSimulator(options: SimulatorOptions(pace: .instant))
    let taken = try await first.start()
    let port = try #require(Int(taken.ollama.split(separator: ":").last ?? ""))
    let second = ProviderSimulator(options: SimulatorOptions(port: port, pace: .instant))
    await #expect(throws: (any Error).self) { try await second.start() }
    await first.stop()
    await #expect(throws: (any Error).self) { try await Wire.send("GET", taken.ollama + "/") }
  }
}
