import Foundation
import Glibc
import Testing

/// The whole program in a real terminal.
@Suite("easel on the screen", .timeLimit(.minutes(3)), .serialized)
struct ScreenTests {
  @Test(
    "It starts on the demo; a prompt becomes a picture, the history shows it, quitting restores")
  func firstPicture() async throws {
    let home = try TestHome()
    try await TerminalSession.run(home) { terminal in
      let before = try await terminal.modes()
      try await terminal.enter(
        "stty -g > before; \(EaselProgram.path); stty -g > after; echo left $?")
      try await terminal.waitFor("Demo")
      try await terminal.type("a lighthouse in a storm")
      try await terminal.waitFor("a lighthouse in a storm")
      try await terminal.press("Enter")
      try await terminal.waitFor("saved", within: .seconds(30))
      try await terminal.press("F3")
      try await terminal.waitFor("1024×1024")
      try await terminal.press("C-q")
      try await terminal.waitFor("left 0")
      #expect(try await terminal.modes() == before)
      let settings = try ["before", "after"].map {
        try String(contentsOfFile: "\(home.root)/\($0)", encoding: .utf8)
      }
      #expect(settings[0] == settings[1])
      let record = try await EaselProgram(home: home).run("history", "--json").records().first
      #expect(record?.prompt == "a lighthouse in a storm")
      #expect(record?.state == "saved")
    }
  }

  @Test("Partial pictures are seen while the picture is made, and nothing of them is left")
  func partials() async throws {
    try await SimulatedServices.run(pace: "8") { services in
      let home = try TestHome()
      let environment = services.environment.filter { $0.key != "OLLAMA_HOST" }
      try await TerminalSession.run(home, environment: environment) { terminal in
        try await terminal.enter(EaselProgram.path)
        try await terminal.waitFor("gpt-image-2")
        try await terminal.type("a fox in the snow")
        try await terminal.press("Enter")
        try await terminal.waitFor("partial 1 of 2 · not kept", within: .seconds(30))
        try await terminal.waitFor("partial 2 of 2 · not kept", within: .seconds(30))
        try await terminal.waitFor("saved", within: .seconds(30))
        let easel = EaselProgram(home: home)
        let record = try #require(try await easel.run("history", "--json").records().first)
        let folder = URL(filePath: record.record).deletingLastPathComponent().path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["1.png", "generation.json"])
      }
    }
  }

  @Test("Quitting with a job running gives the shell back, and the job finishes")
  func quitWithJob() async throws {
    let home = try TestHome()
    try await TerminalSession.run(home) { terminal in
      try await terminal.enter(EaselProgram.path)
      try await terminal.waitFor("Demo")
      try await terminal.type("a slow fox")
      try await terminal.press("Enter")
      let easel = EaselProgram(home: home)
      try await eventually("the job runs") {
        ["sent", "receiving"].contains(try await easel.run("jobs", "--json").records().first?.state)
      }
      try await terminal.press("C-q")
      try await terminal.waitFor("Quit?")
      try await terminal.press("Enter")
      try await terminal.waitFor("1 job goes on in the background")
      try await terminal.enter("echo back $?")
      try await terminal.waitFor("back 0")
      #expect(try await easel.run("jobs", "--json").lines.count == 1)
      try await eventually("the picture is saved") {
        try await easel.run("history", "--json").records().first?.state == "saved"
      }
    }
  }

  @Test("kill -9 and a crash leave a terminal that works", arguments: [false, true])
  func guardian(crashes: Bool) async throws {
    let home = try TestHome()
    try await TerminalSession.run(
      home, environment: crashes ? ["EASEL_TEST_CRASH": "1"] : [:]
    ) { terminal in
      let before = try await terminal.modes()
      try await terminal.enter(EaselProgram.path)
      if !crashes {
        try await terminal.waitFor("Demo")
        let program = try #require(try await terminal.descendants().last)
        kill(program, SIGKILL)
      }
      try await terminal.waitFor("The terminal was restored.")
      try await terminal.enter("echo st'atus' $?")
      try await terminal.waitFor("status 1")
      #expect(try await terminal.modes() == before)
    }
  }

  @Test("A picture made by the command line appears in a running screen")
  func seesOthers() async throws {
    let home = try TestHome()
    try await SimulatedServices.run { services in
      try await TerminalSession.run(home) { terminal in
        try await terminal.enter(EaselProgram.path)
        try await terminal.waitFor("Demo")
        try await terminal.press("F3")
        let easel = EaselProgram(home: home, environment: services.environment)
        let run = try await easel.run(["generate", "harbour at dawn"] + EaselProgram.small)
        #expect(run.status == 0)
        try await terminal.waitFor("harbour at dawn")
        try await terminal.press("C-q")
      }
    }
  }

  @Test("easel show draws the picture below its sheet, and says why not as sixels")
  func show() async throws {
    let home = try TestHome()
    let id = try await SimulatedServices.run { services in
      let easel = EaselProgram(home: home, environment: services.environment)
      _ = try await easel.run(["generate", "harbour at dawn"] + EaselProgram.small)
      return try #require(try await easel.run("history", "--json").records().first?.id)
    }
    try await TerminalSession.run(home) { terminal in
      try await terminal.enter(
        "clear; EASEL_GRAPHICS=sixel \(EaselProgram.path) show \(id); echo d'one'")
      try await terminal.waitFor("done")
      let lines = try await terminal.text().split(separator: "\n").map(String.init)
      let refusal = try #require(lines.firstIndex { $0.contains("no sixel here: not inside tmux") })
      let sheet = try #require(lines.firstIndex { $0.hasPrefix("Record") })
      #expect(sheet < refusal)
      let picture = lines[(refusal + 1)...].prefix { !$0.contains("done") }
      #expect(
        picture.count { $0.unicodeScalars.contains { (0x2580...0x259F).contains($0.value) } } > 10)
    }
  }

  @Test("A terminal that cannot show it is refused in a sentence that names the way out")
  func dumbTerminal() async throws {
    try await TerminalSession.run(try TestHome()) { terminal in
      try await terminal.enter("TERM=dumb \(EaselProgram.path); echo left $?")
      try await terminal.waitFor("left 64")
      #expect(try await terminal.text().contains("easel generate"))
    }
  }

  @Test("A mistake in a theme is told on the command line, before the screen opens")
  func brokenTheme() async throws {
    let home = try TestHome()
    try home.write("roles:\n  txt: red\n", to: "config/easel/themes/mine.yaml")
    try await TerminalSession.run(home) { terminal in
      try await terminal.enter("\(EaselProgram.path); echo left $?")
      try await terminal.waitFor("left 78")
      #expect(try await terminal.text().contains("mine.yaml:2:3:"))
    }
  }
}
