import CapabilitySpecs
import Testing

@Suite("Documents in files", .timeLimit(.minutes(1)))
struct CatalogTests {
  private func codes(_ bytes: [UInt8]) throws -> [String] {
    try Fixture.withFile(bytes) { path in
      do {
        return try CapabilityCatalog.load(path: path).diagnostics.map(\.code)
      } catch let error as CapabilityError {
        return error.diagnostics.map(\.code)
      }
    }
  }

  @Test("a page header is skipped with a warning, and marks keep the file's lines")
  func pageHeader() throws {
    let page = "Ollama · Capability\n\nspec.yaml Raw ↑\n" + Fixture.small("agents.id", "agents.ib")
    let diagnostics = try Fixture.withFile(Array(page.utf8)) {
      try CapabilityCatalog.load(path: $0).diagnostics
    }
    #expect(diagnostics.map(\.code) == ["file.header", "with.undeclared"])
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
}
