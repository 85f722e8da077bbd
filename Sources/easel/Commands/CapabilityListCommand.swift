import StudioCore
import ArgumentParser
import CapabilitySpecs

/// `easel capability list`: everything that would be served.
struct CapabilityListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the routes and tools that would be served.",
    discussion: """
      Built-in documents, those in the folder “capabilities” of the configuration, and those \
      given. A document takes the place of a built-in one for the same service. Of keys only \
      the names are shown, and whether they are set.
      """)

  @Option(help: ArgumentHelp("A further document; may be repeated.", valueName: "file"))
  var capability: [String] = []

  @Flag(help: "One JSON object a line, for each document.")
  var json = false

  func run() throws {
    let documents = try CapabilityDocuments().all(with: capability)
    guard !json else {
      for document in documents { try Output.print(json: document.json) }
      return
    }
    var table = Table()
    for document in documents {
      for line in document.plan.lines { table.add(cells(line, of: document)) }
    }
    try table.print()
  }

  private func cells(_ line: CapabilityPlan.Line, of document: CapabilityDocument) -> [String] {
    [
      document.name, CapabilityWords.door(of: line), CapabilityWords.entrance(of: line),
      line.operation,
      document.keys(of: line).map { CapabilityWords.key($0) }.joined(separator: ", "),
    ]
  }
}
