import Testing

@Suite("One generation, to another program", .timeLimit(.minutes(3)))
struct ShowTests {
  @Test("is the paths of its pictures")
  func paths() async throws {
    let easel = EaselProgram(home: try TestHome())
    let made = try await easel.run(
      "generate", "a fox", "--provider", "demo", "--size", "64x64", "--json")
    let record = try #require(try made.records().first)
    let run = try await easel.run("show", record.id)
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.lines == record.images.map(\.path))
  }

  @Test("that has none is nothing, with the reason beside it and the status of what became of it")
  func failed() async throws {
    try await SimulatedServices.run(
      script: #"{"fault": {"kind": "rateLimit", "retryAfter": "600"}}"#
    ) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let made = try await easel.run(
        "generate", "a fox", "--provider", "azure", "--retries", "0", "--json")
      let run = try await easel.run("show", try #require(try made.records().first?.id))
      #expect(run.output.isEmpty)
      #expect(run.status == 75 && run.errors == made.errors)
    }
  }

  @Test("that is being made is nothing yet: try later")
  func running() async throws {
    try await SimulatedServices.run(script: #"{"fault": {"kind": "stall"}}"#) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let made = try await easel.run(
        "generate", "a fox", "--provider", "azure", "--no-wait", "--json")
      let id = try #require(try made.records().first?.id)
      let run = try await easel.run("show", id)
      #expect(run.status == 75 && run.output.isEmpty)
      #expect(run.errors.contains("There is no picture yet: "))
      _ = try await easel.run("cancel", id)
    }
  }
}
