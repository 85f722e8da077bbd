import Foundation
import Testing

@Suite("The repository", .timeLimit(.minutes(3)))
struct LayoutTests {
  @Test("Nothing but the fixed names is visible at the top")
  func topLevel() throws {
    let allowed: Set = ["Package.swift", "Sources", "Tests", "themes", "README.md", "LICENSE"]
    let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    // Exact versions are in Package.swift; the lock file is ignored.
    let visible = Set(names.filter { !$0.hasPrefix(".") && $0 != "Package.resolved" })
    #expect(visible == allowed)
  }

  @Test("No file names a folder of somebody's machine, or a package registry")
  func noMachineNames() throws {
    // Put together here, so that this file does not hold them.
    let forbidden = [
      ["/ro", "ot/"], ["/ho", "me/runner"], ["/opt/sw", "ift"], ["/wo", "rk/"], ["/Us", "ers/"],
      ["registry.np", "mjs.org"], ["py", "pi.org"], ["arti", "factory"],
    ].map { $0.joined() }
    for file in try Repository.projectFiles() {
      guard let text = try? Repository.text(file) else { continue }
      for name in forbidden { #expect(!text.contains(name), "\(file) holds \(name)") }
    }
  }

  @Test("The README's test command is the one that the server runs")
  func oneTestCommand() throws {
    func commands(_ file: String) throws -> [String] {
      try Repository.text(file).split(separator: "\n")
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.contains("swift test") }
    }
    let server = try commands(".ci/run")
    #expect(server.count == 1)
    #expect(try commands("README.md").contains(server.first ?? ""))
  }

  @Test("No Swift file has more than 300 lines")
  func filesAreSmall() throws {
    let files = try ["Sources", "Tests"].flatMap {
      try Repository.files(below: $0, ending: ".swift")
    }
    #expect(files.count > 100)
    for file in files {
      let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 301, "\(file)")
    }
  }
}
