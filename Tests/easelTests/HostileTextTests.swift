import Foundation
import Testing

@Suite("Text of the outside", .timeLimit(.minutes(3)))
struct HostileTextTests {
  /// A terminal command, a title change, C1, a bidi override, a fake line.
  private static let hostile =
    "fox\u{1B}[31m\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}txt\r\nsaved\u{7F}\u{10EEEE}"

  private static func isClean(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A: true
      case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x10EEEE: false
      default: true
      }
    }
  }

  @Test("A hostile prompt reaches neither table, record, JSON nor messages raw")
  func prompt() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let made = try await easel.run(
        ["generate", Self.hostile, "--json"] + EaselProgram.small)
      let id = try #require(try made.records().first?.id)
      #expect(try made.records().first?.prompt == Self.hostile)
      var runs = [made]
      for arguments in [["history"], ["history", "--json"], ["show", id, "--json"]] {
        runs.append(try await easel.run(arguments))
      }
      for run in runs {
        #expect(run.status == 0)
        #expect(run.output.contains("fox"))
        #expect(Self.isClean(run.output))
        #expect(Self.isClean(run.errors))
      }
    }
  }

  @Test("Hostile names of models, deployments, options and ids are shown harmlessly")
  func names() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let calls = [
        ["generate", "x", "--provider", "ollama", "--model", Self.hostile],
        ["generate", "x", "--provider", "azure", "--deployment", Self.hostile, "--json"],
        ["generate", "x", "--provider", Self.hostile], ["generate", "x", "--\(Self.hostile)"],
        ["generate", "x", "--provider", "azure", "--size", Self.hostile],
        ["generate", "x", "-o", "/nowhere/\(Self.hostile)"], ["show", Self.hostile],
      ]
      for call in calls {
        let run = try await easel.run(call)
        #expect(run.status != 0)
        #expect(!run.errors.isEmpty)
        #expect(Self.isClean(run.output + run.errors), "\(call)")
      }
    }
  }

  @Test("What a hostile service says is shown harmlessly")
  func answer() async throws {
    let script = #"""
      {"fault": {"kind": "answer", "status": 400,
      "body": "{\"error\": {\"message\": \"bad \\u001b[31m \\u009b2J \\u202e \", \"code\": \"x\"}}"}}
      """#
    try await SimulatedServices.run(script: script) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      for extra in [[], ["--json"]] {
        let run = try await easel.run(["generate", "x", "--provider", "azure"] + extra)
        #expect(run.status == 65)
        #expect(Self.isClean(run.output + run.errors))
      }
    }
  }
}
