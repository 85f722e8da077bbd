import Foundation
import StudioCore
import Testing

@testable import easel

@Suite("Exit statuses", .timeLimit(.minutes(3)))
struct ExitStatusTests {
  /// A call, the fault that befalls it at the service, and the status that scripts rely on.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var arguments: [String]
    var script: String?
    var environment: [String: String] = [:]
    var status: Int32
    var testDescription: String { name }
  }

  private static let azure = ["generate", "a red door", "--provider", "azure"]
  private static let ollama = [
    "generate", "a red door", "--provider", "ollama", "--model", "x/z-image-turbo",
  ]

  private static func answer(_ status: Int, _ body: String) -> String {
    let text = body.replacing("\"", with: "\\\"")
    return #"{"fault": {"kind": "answer", "status": \#(status), "body": "\#(text)"}}"#
  }

  static let cases: [Case] = [
    Case(name: "done", arguments: azure, status: 0),
    Case(name: "unknown generation", arguments: ["show", "20200101T000000Z-00000000"], status: 3),
    Case(name: "no id at all", arguments: ["show", "../../etc/passwd"], status: 3),
    Case(name: "unknown model", arguments: ollama.dropLast() + ["x/none"], status: 3),
    Case(
      name: "content policy", arguments: azure,
      script: answer(400, #"{"error": {"code": "content_policy_violation", "message": "no"}}"#),
      status: 4),
    Case(
      name: "outcome unknown", arguments: azure,
      script: #"{"fault": {"kind": "truncate", "afterBytes": 100}}"#, status: 5),
    Case(name: "unknown option", arguments: ["generate", "x", "--colour", "red"], status: 64),
    Case(name: "too many retries", arguments: azure + ["--retries", "99"], status: 64),
    Case(name: "word for a number", arguments: ["generate", "x", "--count", "many"], status: 64),
    Case(name: "unknown subcommand", arguments: ["paint"], status: 64),
    Case(name: "a date that is none", arguments: ["history", "fox", "after:foo"], status: 64),
    Case(name: "unknown provider", arguments: ["generate", "x", "--provider", "none"], status: 64),
    Case(name: "no terminal", arguments: [], status: 64),
    Case(name: "empty prompt", arguments: ["generate", " "], status: 65),
    Case(name: "bad size", arguments: azure + ["--size", "huge"], status: 65),
    Case(name: "bad count", arguments: azure + ["--count", "0"], status: 65),
    Case(name: "negative seed", arguments: ollama + ["--seed", "-1"], status: 65),
    Case(
      name: "unreachable", arguments: azure + ["--retries", "0"],
      environment: ["AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:1"], status: 69),
    Case(name: "no such folder", arguments: azure + ["-o", "/nowhere/out.png"], status: 73),
    Case(
      name: "rate limited", arguments: azure + ["--retries", "0"],
      script: #"{"fault": {"kind": "rateLimit", "retryAfter": "600"}}"#, status: 75),
    Case(
      name: "key rejected", arguments: azure,
      script: answer(401, #"{"error": {"code": "401", "message": "denied"}}"#), status: 77),
    Case(
      name: "no key", arguments: azure, environment: ["AZURE_OPENAI_API_KEY": ""], status: 77),
    Case(
      name: "provider not set up", arguments: azure,
      environment: ["AZURE_OPENAI_ENDPOINT": ""], status: 78),
    Case(
      name: "unreadable configuration", arguments: azure,
      environment: ["AZURE_OPENAI_ENDPOINT": "https://"], status: 78),
  ]

  @Test("Every status of the table is reached by what it stands for", arguments: cases)
  func status(_ test: Case) async throws {
    try await SimulatedServices.run(script: test.script) { services in
      let environment = services.environment.merging(test.environment) { $1 }
      let easel = EaselProgram(home: try TestHome(), environment: environment)
      let run = try await easel.run(test.arguments)
      #expect(run.status == test.status, "\(run.errors)")
      #expect((run.status == 0) == run.errors.isEmpty)
      if run.status != 0 { #expect(run.output.isEmpty) }
    }
  }

  @Test("Stdout that takes nothing more is an input or output error")
  func fullOutput() async throws {
    let run = try await EaselProgram(home: try TestHome()).run(throughShell: "themes > /dev/full")
    #expect(run.status == 74)
  }

  @Test("A field of the history's query that cannot be understood says what it wants")
  func queryField() async throws {
    let run = try await EaselProgram(home: try TestHome()).run("history", "after:foo")
    #expect(run.errors.contains("after: wants a date such as 2026-11-21."), "\(run.errors)")
  }

  @Test("A negative number is told from an option")
  func negativeSeed() async throws {
    let run = try await EaselProgram(home: try TestHome()).run("generate", "x", "--seed", "-1")
    #expect(run.errors.contains("Seed must be"), "\(run.errors)")
  }

  @Test("A mistake in the keymap is told with its place")
  func keymap() async throws {
    let home = try TestHome()
    try home.write("editor:\n  Ctrl-G: prompt.generat\n", to: "config/easel/keymap.yaml")
    let run = try await EaselProgram(home: home).run("keys")
    #expect(run.status == 78)
    #expect(run.errors.contains("keymap.yaml:2:11: "), "\(run.errors)")
  }

  @Test("A failure as JSON says the same as the exit status")
  func failureRecord() async throws {
    try await SimulatedServices.run(
      script: #"{"fault": {"kind": "rateLimit", "retryAfter": "600"}}"#
    ) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(Self.azure + ["--json", "--retries", "0"])
      #expect(run.status == 75)
      let record = try #require(try run.records().first)
      #expect(record.state == "failed")
      #expect(record.images.isEmpty)
      #expect(record.error?.code == "rate-limited")
      #expect(record.error?.retryable == true)
      #expect(record.error?.mayHaveBeenBilled == false)
    }
  }

  @Test("Every error code has a status of its own kind")
  func table() {
    for code in StudioError.Code.allCases {
      let free = ExitStatus(StudioError(code, ""))
      #expect(free != .done)
      #expect(free == .outcomeUnknown ? code == .outcomeUnknown : true)
    }
    let billed = StudioError(.serverFailure, "", mayHaveBeenBilled: true)
    #expect(ExitStatus(billed) == .outcomeUnknown)
    #expect(ExitStatus(StudioError(.serverFailure, "")) == .unreachable)
  }
}
