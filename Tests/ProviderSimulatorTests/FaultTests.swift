import FoundationEssentials
import Testing

@testable import ProviderSimulator

@Suite("Faults of the script", .timeLimit(.minutes(3)))
struct FaultTests {
  private let body = #"{"model":"x/z-image-turbo","prompt":"a storm","size":"64x64"}"#

  private func generate(_ addresses: SimulatorAddresses) async throws -> Reply {
    try await Wire.send("POST", addresses.ollama + "/v1/images/generations", body: body)
  }

  @Test("A script is JSON, and comes back the same")
  func json() throws {
    let text = #"""
      {"rules":[{"service":"azure","model":"gpt-image-2","prompt":"storm","times":1,"skip":2,
        "fault":{"kind":"stall","afterBytes":1000,"seconds":60}},
        {"path":"/api/tags","billed":false,"fault":{"kind":"answer","status":500,"body":"x"}}]}
      """#
    let script = try FaultScript(json: Data(text.utf8))
    #expect(script.rules.first?.fault == .stall(afterBytes: 1000, seconds: 60))
    #expect(try FaultScript(json: JSONEncoder().encode(script)) == script)
  }

  @Test(
    "Every fault survives being written and read",
    arguments: [
      Fault.delay(seconds: 1), .stall(afterBytes: 1, seconds: 2), .drip(bytes: 3, seconds: 0.5),
      .truncate(afterBytes: 4), .wrongLength(difference: -5), .reset(afterBytes: nil),
      .reset(afterBytes: 6), .hangUp, .empty, .garbage(bytes: 7),
      .redirect(status: 302, location: "http://elsewhere"),
      .answer(status: 502, headers: ["a": "b"], body: "<html>"),
      .rateLimit(retryAfter: "86400", retryAfterMilliseconds: nil), .contentType("text/plain"),
      .failMidway(message: "m"),
    ])
  func coding(fault: Fault) throws {
    let data = try JSONEncoder().encode(fault)
    #expect(try JSONDecoder().decode(Fault.self, from: data) == fault)
  }

  @Test("Numbers may stand where a header holds them")
  func numbers() throws {
    let text = #"""
      {"rules":[{"fault":{"kind":"rateLimit","retryAfter":5,"retryAfterMilliseconds":"2.5"}},
        {"fault":{"kind":"answer","status":503,"headers":{"Retry-After":1.5}}}]}
      """#
    let faults = try FaultScript(json: Data(text.utf8)).rules.map(\.fault)
    #expect(
      faults == [
        .rateLimit(retryAfter: "5", retryAfterMilliseconds: "2.5"),
        .answer(status: 503, headers: ["Retry-After": "1.5"], body: ""),
      ])
  }

  @Test(
    "What is not understood is refused, with its place",
    arguments: [
      ("{", "", "is not JSON, or holds a number that is too large or no whole one"),
      ("[]", "", "is not an object"), ("{}", "rules", "is missing"),
      (#"{"rules": {}}"#, "rules", "is not a list"),
      (#"{"rules": [], "pace": 1}"#, "pace", "is not known; a script has rules"),
      (#"{"rules": [{}]}"#, "rules[0].fault", "is missing"),
      (
        #"{"rules": [{"fault": {"kind": "empty"}}, {"promt": "x", "fault": {"kind": "empty"}}]}"#,
        "rules[1].promt",
        "is not known; a rule has service, model, prompt, path, skip, times, billed, fault"
      ),
      (
        #"{"rules": [{"service": "openai", "fault": {"kind": "empty"}}]}"#, "rules[0].service",
        "is neither ollama nor azure"
      ),
      (
        #"{"rules": [{"times": "1", "fault": {"kind": "empty"}}]}"#, "rules[0].times",
        "is not a whole number"
      ),
      (
        #"{"rules": [{"fault": {"kind": "stall", "bytes": 3}}]}"#, "rules[0].fault.bytes",
        "is not known; the fault 'stall' has kind, afterBytes, seconds"
      ),
      (
        #"{"rules": [{"fault": {"kind": "redirect"}}]}"#, "rules[0].fault.location", "is missing"
      ),
      (
        #"{"rules": [{"times": 0, "fault": {"kind": "empty"}}]}"#, "rules[0].times",
        "is not from 1 to 1000000"
      ),
      (
        #"{"rules": [{"fault": {"kind": "answer", "status": 99999}}]}"#, "rules[0].fault.status",
        "is not from 200 to 599"
      ),
      (
        #"{"rules": [{"fault": {"kind": "delay", "seconds": 1e300}}]}"#, "rules[0].fault.seconds",
        "is not from 0.0 to 86400.0"
      ),
    ])
  func refused(text: String, place: String, reason: String) {
    #expect(throws: FaultScriptError(place: place, reason: reason)) {
      try FaultScript(json: Data(text.utf8))
    }
  }

  @Test("A kind that is not known is refused with the list of those that are")
  func unknownKind() throws {
    let text = #"{"rules": [{"fault": {"kind": "stal"}}]}"#
    let error = try #require(throws: FaultScriptError.self) {
      try FaultScript(json: Data(text.utf8))
    }
    #expect(error.place == "rules[0].fault.kind")
    #expect(error.reason.hasPrefix("is no kind of fault; there are delay, stall, drip,"))
  }

  @Test("The manual names every key and every kind, and its example is a script")
  func manual() throws {
    let manual = FaultScript.manual
    for key in FaultRule.CodingKeys.allCases { #expect(manual.contains("\n  \(key.rawValue) ")) }
    for kind in FaultKind.allCases {
      let names = ([kind.rawValue] + kind.keys.map(\.rawValue)).joined(separator: " ")
      #expect(manual.contains("\n  \(names)"))
    }
    #expect(manual.split(separator: "\n").allSatisfy { $0.count < 80 })
    let example = manual.split(separator: "\n").drop { !$0.hasPrefix("  {\"rules\"") }
    let script = try FaultScript(json: Data(example.joined(separator: "\n").utf8))
    #expect(script.rules.map(\.billed) == [nil, true])
  }

  @Test("A rule is used as often as it says, after as many as it skips")
  func counting() async throws {
    let rule = FaultRule(.empty, service: .ollama, prompt: "storm", skip: 1, times: 1)
    try await Wire.withSimulator(Wire.options(rule)) { (addresses, _) async throws -> Void in
      var sizes: [Bool] = []
      for _ in 0..<3 { sizes.append(try await generate(addresses).bytes.isEmpty) }
      #expect(sizes == [false, true, false])
    }
  }

  @Test(
    "Answers can be replaced",
    arguments: [
      (Fault.empty, 200, true), (.garbage(bytes: 50), 200, true),
      (.redirect(status: 302, location: "http://elsewhere.invalid/"), 302, false),
      (.answer(status: 504, headers: ["x-a": "b"], body: "<html>"), 504, false),
      (.rateLimit(retryAfter: "86400", retryAfterMilliseconds: nil), 429, false),
    ])
  func replaced(fault: Fault, status: Int, isBilled: Bool) async throws {
    try await Wire.withSimulator(Wire.options(FaultRule(fault))) {
      (addresses, simulator) async throws -> Void in
      let reply = try await generate(addresses)
      #expect(reply.status == status)
      let ledger = await simulator.ledger()
      #expect(ledger.accepted.count == (isBilled ? 1 : 0))
      #expect(ledger.refused == (isBilled ? 0 : 1))
    }
  }

  @Test("A rule can say that a gateway timeout was billed all the same")
  func billed() async throws {
    let rule = FaultRule(.answer(status: 504, headers: [:], body: ""), billed: true)
    try await Wire.withSimulator(Wire.options(rule)) {
      (addresses, simulator) async throws -> Void in
      #expect(try await generate(addresses).status == 504)
      #expect(await simulator.ledger().accepted.map(\.delivered) == [false])
    }
  }

  @Test(
    "A connection that breaks leaves a generation that was not delivered",
    arguments: [Fault.truncate(afterBytes: 500), .reset(afterBytes: 500), .reset(afterBytes: nil)])
  func broken(fault: Fault) async throws {
    try await Wire.withSimulator(Wire.options(FaultRule(fault))) {
      (addresses, simulator) async throws -> Void in
      await #expect(throws: (any Error).self) { try await generate(addresses) }
      #expect(
        try await Wire.eventually {
          await simulator.ledger().accepted.map(\.delivered) == [false]
        })
    }
  }

  @Test("A connection that closes before the headers is not billed")
  func hangUp() async throws {
    try await Wire.withSimulator(Wire.options(FaultRule(.hangUp))) {
      (addresses, simulator) async throws -> Void in
      await #expect(throws: (any Error).self) { try await generate(addresses) }
      #expect(await simulator.ledger().accepted.isEmpty)
    }
  }

  @Test("Content-Length can promise more than comes")
  func wrongLength() async throws {
    let rule = FaultRule(.wrongLength(difference: 10), service: .azure)
    try await Wire.withSimulator(Wire.options(rule)) { (addresses, _) async throws -> Void in
      await #expect(throws: (any Error).self) {
        try await Wire.send(
          "POST", AzureTests.dated(addresses, "gpt-image-2"), headers: [AzureTests.key],
          body: #"{"prompt":"a","size":"1024x640"}"#)
      }
    }
  }

  @Test("Bodies stall where they are told to, and drip")
  func slow() async throws {
    let stall = FaultRule(.stall(afterBytes: 100, seconds: 0.4), times: 1)
    let drip = FaultRule(.drip(bytes: 4000, seconds: 0.05))
    try await Wire.withSimulator(Wire.options(stall, drip)) { (addresses, _) async throws -> Void in
      for _ in 0..<2 {
        let start = ContinuousClock.now
        let reply = try await generate(addresses)
        #expect(pngSize(try #require(reply.json.at("data", "0", "b64_json")?.decoded)) == [64, 64])
        #expect(ContinuousClock.now - start > .milliseconds(90))
      }
    }
  }

  @Test("The right answer can come as text/plain, and any path can be hit")
  func contentType() async throws {
    let plain = FaultRule(.contentType("text/plain"), service: .azure)
    let tags = FaultRule(.answer(status: 502, headers: [:], body: "bad"), path: "/api/tags")
    try await Wire.withSimulator(Wire.options(plain, tags)) { (addresses, _) async throws -> Void in
      let reply = try await Wire.send(
        "POST", AzureTests.dated(addresses, "gpt-image-2"), headers: [AzureTests.key],
        body: #"{"prompt":"a","size":"1024x640"}"#)
      #expect(reply.header("content-type") == "text/plain" && reply.json["data"] != nil)
      #expect(try await Wire.send("GET", addresses.ollama + "/api/tags").status == 502)
      #expect(try await Wire.send("GET", addresses.ollama + "/api/version").status == 200)
    }
  }
}
