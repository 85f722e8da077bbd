import Foundation
import Glibc
import Testing

@Suite("A job whose process died", .timeLimit(.minutes(3)))
struct LeftJobTests {
  /// Who works on a job, by its record.
  private struct Worked: Decodable {
    struct Worker: Decodable { var pid: pid_t }
    var worker: Worker?
    var state: String
    var resend: Resend?
    struct Resend: Decodable { var number: Int }
  }

  private func work(on record: Record) throws -> Worked {
    try JSONDecoder().decode(
      Worked.self, from: Data(contentsOf: URL(filePath: record.record)))
  }

  @Test("while it waited to be sent again is not counted down to: nobody would send it")
  func countdown() async throws {
    try await SimulatedServices.run(
      script: #"{"fault": {"kind": "rateLimit", "retryAfter": "300"}}"#
    ) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(
        "generate", "a fox", "--provider", "azure", "--no-wait", "--json")
      let job = try #require(try run.records().first)
      try await eventually("it waits to be sent again") { try work(on: job).resend != nil }
      #expect(try await easel.run("jobs").output.contains("again in "))
      kill(try #require(try work(on: job).worker).pid, SIGKILL)
      for arguments in [["jobs"], ["history"], ["show", job.id]] {
        try await eventually("\(arguments) says that nobody works on it") {
          let shown = try await easel.run(arguments)
          let lines = shown.output + shown.errors
          // To a pipe `show` prints paths, and there are none.
          let told = arguments[0] == "show" ? shown.errors : shown.output
          return told.contains("waiting, nobody works on it")
            && shown.errors.contains("`easel` asks whether to send it, `easel cancel` ends it.")
            && !lines.contains("again in")
        }
      }
    }
  }
}
