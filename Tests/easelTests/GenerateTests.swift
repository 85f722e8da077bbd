import Foundation
import Testing

@Suite("easel generate", .timeLimit(.minutes(3)))
struct GenerateTests {
  private static let services = [
    (["--provider", "ollama", "--model", "x/z-image-turbo"], "ollama"),
    (["--provider", "azure"], "azure"),
  ]

  @Test("A picture lands on disk byte for byte as the service made it", arguments: services)
  func picture(place: [String], service: String) async throws {
    try await SimulatedServices.run { services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: services.environment)
      let run = try await easel.run(["generate", "a red door", "--json"] + place)
      #expect(run.status == 0, "\(run.errors)")
      let record = try #require(try run.records().first)
      let image = try #require(record.images.first)
      let accepted = try #require(try services.ledger().accepted.first)
      #expect(accepted.service == service)
      #expect(accepted.prompt == "a red door")
      #expect(accepted.sha256 == [image.sha256])
      let bytes = try Data(contentsOf: URL(filePath: image.path))
      #expect(bytes.count == image.bytes)
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test("Without --json the paths are printed, one a line, and nothing else")
  func paths() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(
        ["generate", "two doors", "--count", "2"] + EaselProgram.small)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.lines.count == 2)
      for path in run.lines { #expect(FileManager.default.fileExists(atPath: path)) }
      #expect(run.errors.isEmpty)
    }
  }

  @Test("The JSON has the documented fields in the documented order")
  func shape() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(
        "generate", "a fox", "--provider", "azure", "--size", "1024x1024", "--quality", "low",
        "--json")
      let line = try #require(run.lines.first)
      let fields = [
        "version", "id", "state", "provider", "resource", "deployment", "model", "prompt",
        "parameters", "images", "record", "createdAt", "duration", "cost", "warnings", "error",
      ]
      let places = fields.map { line.firstRange(of: "\"\($0)\": ")?.lowerBound }
      #expect(places.allSatisfy { $0 != nil })
      #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
      let record = try #require(try run.records().first)
      #expect(record.version == 1)
      #expect(record.state == "saved")
      #expect(record.provider == "azure")
      #expect(record.deployment == "gpt-image-2")
      #expect(record.model == "gpt-image-2")
      #expect(record.parameters == ["size": .text("1024x1024"), "quality": .text("low")])
      #expect(record.images.first?.mediaType == "image/png")
      #expect(record.images.first?.width == 1024)
      #expect(record.createdAt.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
      #expect(record.record.hasPrefix("/") && record.record.hasSuffix("/generation.json"))
      #expect(record.cost.currency == "USD")
      #expect(record.cost.basis == "actual")
      #expect(record.error == nil)
    }
  }

  @Test("A service that makes one picture a request gives one record a line")
  func severalRequests() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(
        ["generate", "foxes", "--count", "3", "--seed", "7", "--json"] + EaselProgram.small)
      let records = try run.records()
      #expect(records.map { $0.parameters["seed"] } == [.number(7), .number(8), .number(9)])
      #expect(Set(records.map(\.id)).count == 3)
    }
  }

  @Test("The prompt can come from stdin, without the last line end", arguments: [[], ["-"]])
  func standardInput(argument: [String]) async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(
        ["generate", "--json"] + argument + EaselProgram.small, input: "two\nlines\n")
      #expect(try run.records().first?.prompt == "two\nlines")
    }
  }

  @Test("-o copies the picture, and never overwrites")
  func copies() async throws {
    try await SimulatedServices.run { services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: services.environment)
      let path = "\(home.root)/out.png"
      let first = try await easel.run(["generate", "a", "-o", path] + EaselProgram.small)
      #expect(first.lines == [path])
      let bytes = try Data(contentsOf: URL(filePath: path))
      let second = try await easel.run(["generate", "b", "-o", path] + EaselProgram.small)
      #expect(second.status == 73)
      #expect(second.errors.contains("exists already"))
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
      // It was found out before anything was paid for.
      #expect(try services.ledger().accepted.count == 1)
    }
  }

  @Test(
    "A place that cannot be written is found out before anything is sent",
    arguments: [
      "/proc/foo.png", "/nowhere/out.png", "/nowhere/", "/dev/null/x.png", "",
      "/tmp/" + String(repeating: "x", count: 300),
    ])
  func unwritable(path: String) async throws {
    try await SimulatedServices.run { services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: services.environment)
      let run = try await easel.run(["generate", "a", "-o", path] + EaselProgram.small)
      #expect(run.status == 73, "\(run.errors)")
      #expect(run.output.isEmpty)
      #expect(try services.ledger().accepted.isEmpty)
      #expect(try await easel.run("history", "--json").lines.isEmpty)
    }
  }

  @Test(
    "When stdout takes nothing the picture is kept, and stderr says where",
    arguments: ["> /dev/full", ">&-"])
  func lostOutput(redirection: String) async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let options = EaselProgram.small.joined(separator: " ")
      let run = try await easel.run(throughShell: "generate fox \(options) \(redirection)")
      #expect(run.status == 74, "\(run.errors)")
      let path = try #require(run.errors.split(separator: "\n").first.map(String.init))
      #expect(FileManager.default.fileExists(atPath: path), "\(run.errors)")
      #expect(try await easel.run("history", "--json").records().map(\.state) == ["saved"])
    }
  }

  @Test("When stdout takes nothing --no-wait says so, and the work goes on")
  func lostOutputInBackground() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let options = EaselProgram.small.joined(separator: " ")
      let run = try await easel.run(throughShell: "generate fox --no-wait \(options) > /dev/full")
      #expect(run.status == 74, "\(run.errors)")
      try await eventually("the picture is saved") {
        try await easel.run("history", "--json").records().first?.state == "saved"
      }
    }
  }

  @Test("-o with a folder copies all pictures there")
  func copiesIntoFolder() async throws {
    try await SimulatedServices.run { services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: services.environment)
      let run = try await easel.run(
        ["generate", "a", "--count", "2", "-o", home.root, "--json"] + EaselProgram.small)
      let records = try run.records()
      #expect(records.count == 2)
      for record in records {
        let image = try #require(record.images.first)
        let name = URL(filePath: image.path).lastPathComponent
        let copy = URL(filePath: "\(home.root)/\(record.id)-\(name)")
        #expect(try Data(contentsOf: copy) == Data(contentsOf: URL(filePath: image.path)))
      }
    }
  }

  @Test("--no-wait returns at once, and the picture comes all the same")
  func noWait() async throws {
    try await SimulatedServices.run(pace: "5") { services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: services.environment)
      let run = try await easel.run("generate", "later", "--provider", "azure", "--no-wait")
      let id = try #require(run.lines.first)
      #expect(run.status == 0)
      let job = try await easel.run("show", id, "--json").records().first
      #expect(["waiting", "sending", "sent", "receiving"].contains(job?.state))
      try await eventually("the picture is saved") {
        try await easel.run("show", id, "--json").records().first?.state == "saved"
      }
    }
  }

  @Test("Ctrl-C cancels the job, says what it may cost, and the record agrees")
  func interrupt() async throws {
    try await SimulatedServices.run(pace: "30") { services in
      let home = try TestHome()
      let easel = EaselProgram(home: home, environment: services.environment)
      let (_, status) = try await easel.whileRunning(
        ["generate", "slow", "--provider", "azure", "--json"]
      ) { _, process in
        try await eventually("the request has left") {
          try await easel.run("jobs", "--json").records().first?.state == "sent"
        }
        kill(process, SIGINT)
        try await eventually("the record says so") {
          try await easel.run("history", "--json").records().first?.state == "cancelled"
        }
      }
      #expect(status == 130)
      let record = try #require(try await easel.run("history", "--json").records().first)
      #expect(record.error?.mayHaveBeenBilled == true)
    }
  }

  @Test("SIGTERM leaves a record that says that the outcome is unknown")
  func terminate() async throws {
    try await SimulatedServices.run(pace: "30") { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let (_, status) = try await easel.whileRunning(
        ["generate", "slow", "--provider", "azure"]
      ) { _, process in
        try await eventually("the request has left") {
          try await easel.run("jobs", "--json").records().first?.state == "sent"
        }
        kill(process, SIGTERM)
        try await eventually("the record says so") {
          try await easel.run("history", "--json").records().first?.state == "unknown"
        }
      }
      #expect(status == 130)
    }
  }

  @Test("easel cancel stops another process's job")
  func cancel() async throws {
    try await SimulatedServices.run(pace: "30") { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let id = try #require(
        try await easel.run("generate", "slow", "--provider", "azure", "--no-wait").lines.first)
      let run = try await easel.run("cancel", id)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try await easel.run("show", id, "--json").records().first?.state == "cancelled")
      #expect(try await easel.run("jobs", "--json").lines.isEmpty)
      #expect(try await easel.run("cancel", id).status == 65)
    }
  }
}
