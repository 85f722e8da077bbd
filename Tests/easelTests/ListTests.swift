import Foundation
import Testing

@Suite("Lists", .timeLimit(.minutes(3)))
struct ListTests {
  @Test("The history is newest first, filtered by words and fields, and limited")
  func history() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      for prompt in ["a red fox", "a blue fox", "a harbour"] {
        _ = try await easel.run(["generate", prompt] + EaselProgram.small)
      }
      let prompts = { (run: EaselProgram.Run) in try run.records().map(\.prompt) }
      let all = try await easel.run("history", "--json")
      #expect(try prompts(all) == ["a harbour", "a blue fox", "a red fox"])
      #expect(
        try prompts(await easel.run("history", "fox", "model:x/z-image-turbo", "--json"))
          == ["a blue fox", "a red fox"])
      #expect(try prompts(await easel.run("history", "--limit", "1", "--json")) == ["a harbour"])
      #expect(try await easel.run("history", "submarine", "--json").output.isEmpty)
      // Without the cache the answer is the same: the index is made anew first.
      try FileManager.default.removeItem(atPath: "\(easel.home.root)/cache")
      #expect(try await easel.run("history", "--json").output == all.output)
    }
  }

  @Test("An empty history says that nothing was made yet, and how to begin")
  func nothingYet() async throws {
    let easel = EaselProgram(home: try TestHome())
    for query in [[], ["fox"]] {
      let run = try await easel.run(["history"] + query)
      #expect(run.status == 0 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("Nothing has been made yet: `easel generate "))
    }
    _ = try await easel.run("generate", "fox", "--provider", "demo", "--size", "64x64")
    #expect(try await easel.run("history", "whale").errors == "Nothing matches.\n")
  }

  @Test(
    "A prompt of any length is one short line in a pipe, and whole as JSON; quotes keep a colon")
  func longPrompt() async throws {
    let easel = EaselProgram(home: try TestHome())
    let prompt = "red:fox " + String(repeating: "and a door\n", count: 3000)
    _ = try await easel.run("generate", prompt, "--provider", "demo", "--size", "64x64")
    let run = try await easel.run("history", "\"red:fox\"")
    #expect(run.lines.count == 1)
    #expect(run.lines.allSatisfy { $0.count < 400 && $0.hasSuffix("…") })
    let whole = try await easel.run("history", "--json").records().first?.prompt
    #expect(whole?.utf8.count == prompt.utf8.count)
  }

  @Test("Providers say whether they are ready, and why not")
  func providers() async throws {
    try await SimulatedServices.run { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run("providers", "--json")
      #expect(run.status == 0)
      let ready = run.lines.filter { $0.contains("\"readiness\": \"ready\"") }
      for provider in ["azure", "ollama", "demo"] {
        #expect(ready.contains { $0.contains("\"provider\": \"\(provider)\"") }, "\(run.output)")
      }
      let lost = EaselProgram(
        home: try TestHome(), environment: ["OLLAMA_HOST": "http://127.0.0.1:1"])
      #expect(try await lost.run("providers").output.contains("not reachable"))
    }
  }

  @Test("An Ollama that makes no images any more is refused, and nothing is sent")
  func ollamaWithoutImages() async throws {
    try await SimulatedServices.run(options: ["--ollama-version", "0.32.6"]) { services in
      let easel = EaselProgram(home: try TestHome(), environment: services.environment)
      let run = try await easel.run(
        "generate", "x", "--provider", "ollama", "--model", "x/z-image-turbo")
      #expect(run.status == 69)
      #expect(run.errors.contains("0.32.6"))
      #expect(try services.ledger().accepted.isEmpty)
    }
  }

  @Test(
    "Folders, themes and keys are listed",
    arguments: [
      (["config", "path"], "data/easel"), (["themes"], "easel-dark"), (["keys"], "prompt.generate"),
    ])
  func settings(arguments: [String], word: String) async throws {
    let run = try await EaselProgram(home: try TestHome()).run(arguments)
    #expect(run.status == 0)
    #expect(run.output.contains(word))
    #expect(run.errors.isEmpty)
  }

  @Test("Help names every command of this release and no other")
  func help() async throws {
    let run = try await EaselProgram(home: try TestHome()).run("--help")
    #expect(run.status == 0)
    let commands = run.output.split(separator: "\n")
      .drop { !$0.hasPrefix("SUBCOMMANDS:") }.dropFirst()
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first }.map(String.init)
    #expect(
      commands.prefix(15) == [
        "screen", "generate", "history", "show", "jobs", "cancel", "verify", "providers", "serve",
        "mcp", "capability", "simulate", "config", "themes", "keys",
      ])
  }
}
