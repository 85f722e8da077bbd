import CapabilitySpecs
import Testing

@Suite("Documents in files", .timeLimit(.minutes(3)))
struct CatalogTests {
  private func codes(_ bytes: [UInt8]) throws -> [String] {
    try Fixture.withFile(bytes) { path in
      do {
        return try CapabilityCatalog.load(path: path).diagnostics
          .filter { $0.severity != .note }.map(\.code)
      } catch let error as CapabilityError {
        return error.diagnostics.map(\.code)
      }
    }
  }

  @Test("a page header is skipped with a warning, and marks keep the file's lines")
  func pageHeader() throws {
    let page = "Ollama · Capability\n\nspec.yaml Raw ↑\n" + Fixture.small("agents.id", "agents.ib")
    let diagnostics = try Fixture.withFile(Array(page.utf8)) {
      try CapabilityCatalog.load(path: $0).diagnostics.filter { $0.severity != .note }
    }
    #expect(diagnostics.map(\.code) == ["file.header", "semantic.undeclared-parameter"])
    let line = Fixture.small.split(separator: "\n").firstIndex { $0.contains("agents.id") }
    #expect(diagnostics.last?.mark.line == line.map { $0 + 1 + 3 })
  }

  @Test("a page header with CRLF line ends is skipped too")
  func carriageReturns() throws {
    let page = "Title\n" + Fixture.small
    #expect(try codes(Array(page.replacing("\n", with: "\r\n").utf8)) == ["file.header"])
  }

  @Test("comments, markers and keys before 'naftiko' belong to the document")
  func noHeader() throws {
    #expect(try codes(Array(("# made by hand\n\n---\n" + Fixture.small).utf8)) == [])
    let info = "info: {label: Small, description: One call.}\n"
    let reordered = "info:\n  label: Small\n  description: One call.\n" + Fixture.small(info, "")
    #expect(try codes(Array(reordered.utf8)) == [])
  }

  @Test("a missing file, a folder, bytes that are no text, and a huge file are named")
  func unreadable() throws {
    for path in ["/nonexistent/x.yaml", "/tmp"] {
      #expect { try CapabilityCatalog.load(path: path) } throws: { error in
        (error as? CapabilityError)?.diagnostics.map(\.code) == ["file.unreadable"]
      }
    }
    #expect(try codes([0x6E, 0xFF, 0xFE]) == ["yaml.encoding"])
    #expect(try codes([UInt8](repeating: 0x20, count: (1 << 20) + 1)) == ["yaml.too-large"])
  }

  @Test("all files are read, and all that is wrong with them is told at once")
  func several() throws {
    try Fixture.withFile(Array(Fixture.small.utf8)) { good in
      try Fixture.withFile(Array("a: 1".utf8)) { bad in
        let error = #expect(throws: CapabilityError.self) {
          try CapabilityCatalog.load(paths: [good, bad, "/nonexistent/x.yaml"])
        }
        #expect(error?.diagnostics.map(\.mark.file) == [bad, "/nonexistent/x.yaml"])
        let read = try CapabilityCatalog.load(paths: [good, good])
        #expect(read.count == 1)
      }
    }
  }

  @Test("a document of one's own takes the place of a built-in one for the same service")
  func precedence() throws {
    let all = try CapabilityCatalog.documents(
      folder: "/nonexistent", paths: [Fixture.path(PublishedDocumentsTests.names[0])])
    #expect(all.map(\.capability.info.label).first == "Azure OpenAI")
    #expect(all.count == 2)
    #expect(all.last?.capability.source.hasSuffix(PublishedDocumentsTests.names[0]) == true)
  }

  @Test("a folder's documents are found by name")
  func folder() throws {
    let names = CapabilityCatalog.paths(folder: Fixture.path("")).map {
      $0.split(separator: "/").last
    }
    #expect(names == ["microsoft-azure-openai-images.yaml", "openai-compatibility-images.yaml"])
    #expect(CapabilityCatalog.paths(folder: "/nonexistent") == [])
  }

  @Test("the built-in documents share their ports, and nothing else")
  func sharing() throws {
    let conflicts = CapabilityCatalog.conflicts(among: try CapabilityCatalog.builtIn())
    #expect(conflicts.map(\.code) == ["note.D13", "note.D13"])
  }

  @Test("documents that claim the same route, tool, service or port are refused together")
  func conflicts() throws {
    let small = try CapabilityParser.parse(Fixture.small, source: "a").capability
    let twice = CapabilityCatalog.conflicts(among: [small, small]).filter(\.preventsUse)
    #expect(
      twice.map(\.code) == [
        "semantic.duplicate-namespace", "semantic.duplicate-route", "semantic.duplicate-tool",
      ])
    let swapped = Fixture.small("8080", "1").replacing("9090", with: "8080")
      .replacing("upstream", with: "other")
    let other = try CapabilityParser.parse(swapped, source: "b").capability
    let found = CapabilityCatalog.conflicts(among: [small, other])
    #expect(found.map(\.code) == ["semantic.port-conflict"])
  }
}
