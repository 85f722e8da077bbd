import Foundation
import Testing

@Suite("A terminal that knows no sequences", .timeLimit(.minutes(3)))
struct PlainTerminalTests {
  @Test("is sent none: neither by the progress of a job nor by a picture that is shown")
  func dumb() async throws {
    let home = try TestHome()
    try await TerminalSession.run(home) { terminal in
      try await terminal.enter("export TERM=dumb; cd \(home.root); echo set $?")
      try await terminal.waitFor("set 0")
      try await terminal.record(to: "\(home.root)/sent")
      try await terminal.enter(
        "\(EaselProgram.path) generate fox --provider demo --size 64x64 && "
          + "\(EaselProgram.path) show \"$(ls data/easel/generations/*/*/*)\"; echo shown $?")
      try await terminal.waitFor("shown 0")
      let sent = try Data(contentsOf: URL(filePath: "\(home.root)/sent"))
      #expect(sent.contains(Data("Picture".utf8)))
      #expect(!sent.contains(0x1B))
    }
  }
}
