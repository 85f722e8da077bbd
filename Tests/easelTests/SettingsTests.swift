import Foundation
import Glibc
import Testing

@testable import easel

@Suite("The settings", .timeLimit(.minutes(2)))
struct SettingsTests {
  private static let generate = [
    "generate", "a red door", "--provider", "azure", "--size", "1024x1024", "--quality", "low",
  ]

  private static func limited(_ times: Int, after: String = "1") -> String {
    #"{"times": \#(times), "fault": {"kind": "answer", "status": 429, "#
      + #""headers": {"Retry-After": "\#(after)"}, "body": "{}"}}"#
  }

  @Test("come from the file or the environment, and say where from")
  func show() async throws {
    let home = try TestHome()
    try home.write("resume: yes\ngraphics: sixel\n", to: "config/easel/config.yaml")
    let run = try await EaselProgram(home: home, environment: ["EASEL_GRAPHICS": "kitty"])
      .run("config", "show")
    #expect(run.status == 0)
    let rows = run.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(
      rows == [
        ["resume", "yes", "config.yaml"], ["retries", "3", "standard"],
        ["graphics", "kitty", "EASEL_GRAPHICS"], ["transfer", "auto", "standard"],
      ])
  }

  @Test("with a mistake stop the program, which names file and line; unknown ones warn")
  func mistakes() async throws {
    let home = try TestHome()
    try home.write("retries: 3\nresume: maybe\n", to: "config/easel/config.yaml")
    let wrong = try await EaselProgram(home: home).run("generate", "x", "--provider", "demo")
    #expect(wrong.status == 78)
    #expect(wrong.errors.contains("config.yaml:2:9: resume cannot be 'maybe'"), "\(wrong.errors)")
    try home.write("retires: 3\n", to: "config/easel/config.yaml")
    let odd = try await EaselProgram(home: home).run("config", "show")
    #expect(odd.status == 0)
    #expect(odd.errors.contains("config.yaml:1:1: unknown setting"), "\(odd.errors)")
  }

  @Test("with a mistake are shown as far as they can be read, and the mistake is named")
  func rest() async throws {
    let home = try TestHome()
    try home.write("retries: 5\nresume: maybe\ngraphics: huge\n", to: "config/easel/config.yaml")
    let run = try await EaselProgram(
      home: home, environment: ["EASEL_GRAPHICS": "kitty", "EASEL_TRANSFER": "free"]
    ).run("config", "show")
    #expect(run.status == 78)
    let rows = run.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(rows == [["retries", "5", "config.yaml"], ["graphics", "kitty", "EASEL_GRAPHICS"]])
    for mistake in ["config.yaml:2:9: resume", "config.yaml:3:11: graphics", "EASEL_TRANSFER"] {
      #expect(run.errors.contains(mistake), "\(run.errors)")
    }
  }

  @Test("say how often a request is sent again; the option comes before the file")
  func retries() async throws {
    try await SimulatedServices.run(script: Self.limited(2)) { services in
      let home = try TestHome()
      try home.write("retries: 0\n", to: "config/easel/config.yaml")
      let easel = EaselProgram(home: home, environment: services.environment)
      let never = try await easel.run(Self.generate)
      #expect(never.status == 75, "\(never.errors)")
      #expect(try services.ledger().refused == 1)
      let once = try await easel.run(Self.generate + ["--retries", "1"])
      #expect(once.status == 0, "\(once.errors)")
      let ledger = try services.ledger()
      #expect(ledger.refused == 2)
      #expect(ledger.accepted.count == 1)
    }
  }

  @Test("Ctrl-C ends a countdown: nothing was billed")
  func interrupt() async throws {
    try await SimulatedServices.run(script: Self.limited(9, after: "60")) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let (_, status) = try await easel.whileRunning(Self.generate) { _, process in
        try await eventually("it waits to be sent again") {
          guard try services.ledger().refused == 1 else { return false }
          return try await easel.run("jobs", "--json").records().first?.state == "waiting"
        }
        let list = try await easel.run("jobs")
        #expect(list.output.contains("again in "), "\(list.output)")
        kill(process, SIGINT)
        try await eventually("the record says so") {
          try await easel.run("history", "--json").records().first?.state == "cancelled"
        }
      }
      #expect(status == 130)
      let record = try #require(try await easel.run("history", "--json").records().first)
      #expect(record.state == "cancelled")
      #expect(record.error?.mayHaveBeenBilled == false)
      #expect(try services.ledger().accepted.isEmpty)
    }
  }
}
