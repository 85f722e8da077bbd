import CapabilitySpecs
import StudioCore

/// The tools of the documents, in their order, and after them the studio's own.
struct ToolCatalog: Sendable {
  let exposed: [ExposedTool]
  /// The studio's own; a document's tool of the same name comes before one of these.
  let own: [JobTool]

  init(_ exposed: [ExposedTool]) {
    self.exposed = exposed
    let names = Set(exposed.map(\.tool.name))
    own =
      exposed.contains(where: \.makesImages)
      ? JobTool.allCases.filter { !names.contains($0.name) } : []
  }

  var makesImages: Bool { exposed.contains(where: \.makesImages) }

  subscript(name: String) -> ExposedTool? { exposed.first { $0.tool.name == name } }

  /// What the documents say of their doors, each once.
  var descriptions: [String] {
    var found: [String] = []
    for exposed in exposed {
      for case .mcp(let door) in exposed.capability.exposes
      where door.namespace == exposed.doorNamespace {
        if let summary = door.summary, !found.contains(summary) { found.append(summary) }
      }
    }
    return found
  }
}

extension ExposedTool {
  /// True for an operation whose calls are generations.
  var makesImages: Bool { consumed.makesImages }

  /// True where the call is addressed to a deployment by a version of the API: Azure's way.
  var namesDeployment: Bool { placeholders.contains("deployment-id") }

  var placeholders: [String] { URITemplate(consumed.path).placeholders }
}
