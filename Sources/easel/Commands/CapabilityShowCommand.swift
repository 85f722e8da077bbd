import StudioCore
import ArgumentParser
import CapabilitySpecs
import TerminalScreen

/// `easel capability show`: what serving a document comes to.
struct CapabilityShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show every route and tool of a document, and the request it leads to.")

  @Argument(
    help: ArgumentHelp(
      "A file, or a document that `list` knows: its file name, label or service.",
      valueName: "file|name"))
  var name: String

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let document = try CapabilityDocuments().document(called: name)
    guard !json else { return try Output.print(json: document.json) }
    let info = document.parsed.capability.info
    try Output.print(DisplayText(info.label.isEmpty ? document.name : info.label))
    if !info.description.isEmpty { try Output.print(DisplayText("  \(info.description)")) }
    for line in document.plan.lines { try print(line, of: document) }
    for remark in document.remarks { try Output.print(DisplayText(remark.description)) }
  }

  private func print(_ line: CapabilityPlan.Line, of document: CapabilityDocument) throws {
    let door = CapabilityWords.door(of: line)
    try Output.print(DisplayText("\(door)  \(CapabilityWords.entrance(of: line))"))
    try Output.print(DisplayText("  sends \(line.method.rawValue) \(line.address)"))
    for (label, words) in [
      ("takes", line.parameters.map { CapabilityWords.parameter($0) }),
      ("gives", line.arguments), ("key", document.keys(of: line).map { CapabilityWords.key($0) }),
    ] where !words.isEmpty {
      try Output.print(DisplayText("  \(label) \(words.joined(separator: ", "))"))
    }
  }
}
