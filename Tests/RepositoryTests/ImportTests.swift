import Foundation
import Testing

@Suite("The layers", .timeLimit(.minutes(3)))
struct ImportTests {
  /// Modules of the toolchain that every target may use.
  private static let everywhere: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "System",
  ]

  @Test("The map's table names exactly the Swift targets that there are")
  func tableIsComplete() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path)
    let targets = try folders.filter {
      try !Repository.files(below: "Sources/\($0)", ending: ".swift").isEmpty
    }
    #expect(Set(try TargetTable().imports.keys) == Set(targets))
  }

  @Test("Every import line is allowed by the map's table")
  func importsFollowTheTable() throws {
    let table = try TargetTable()
    var count = 0
    for (target, allowed) in table.imports {
      for file in try Repository.files(below: "Sources/\(target)", ending: ".swift") {
        for module in try Self.modules(importedBy: file) where !Self.everywhere.contains(module) {
          count += 1
          #expect(allowed.contains(module), "\(file) imports \(module)")
        }
      }
    }
    #expect(count > 100)
  }

  @Test("Arrows point down: no target may import one of its own level or above")
  func arrowsPointDown() throws {
    let table = try TargetTable()
    for (target, allowed) in table.imports {
      for other in allowed {
        guard let level = table.levels[target], let below = table.levels[other] else { continue }
        #expect(below < level, "\(target) may import \(other)")
      }
    }
  }

  @Test("Only TerminalScreen/Ncurses imports curses, and only one folder opens connections")
  func devicesAreImportedInOnePlace() throws {
    for file in try Repository.files(below: "Sources", ending: ".swift") {
      let modules = try Self.modules(importedBy: file)
      #expect(
        !modules.contains("CNcurses") || file.hasPrefix("Sources/TerminalScreen/Ncurses/"),
        "\(file)")
      if modules.contains("NIOSSL") {
        #expect(file.hasPrefix("Sources/StudioService/HTTP/"), "\(file)")
      }
    }
  }

  private static func modules(importedBy file: String) throws -> [String] {
    try Repository.text(file).split(separator: "\n").compactMap { line in
      var words = line.split(separator: " ").map(String.init)
      guard let place = words.firstIndex(of: "import"),
        words[..<place].allSatisfy({ word in
          word.hasPrefix("@")
            || ["public", "internal", "package", "private", "fileprivate"]
              .contains(word)
        })
      else { return nil }
      words.removeFirst(place + 1)
      let kinds = ["struct", "class", "enum", "protocol", "func", "typealias", "var", "let"]
      if let first = words.first, kinds.contains(first) { words.removeFirst() }
      return words.first?.split(separator: ".").first.map(String.init)
    }
  }
}
