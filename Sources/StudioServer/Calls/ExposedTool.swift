import CapabilitySpecs
import StudioCore

/// A tool of an exposed MCP server with what it calls.
struct ExposedTool: Sendable {
  let tool: MCPTool
  /// The namespace of the interface that exposes it.
  let doorNamespace: String
  let capability: Capability
  /// The operation behind it.
  let consumed: ConsumedOperation
  /// The port of the interface; nil for one on standard input and output.
  var port: Int?

  /// Every callable tool of the documents, in their order.
  ///
  /// - Throws: `bad-configuration` when two tools have one name, or a call cannot be made as the
  ///   document says; the message names file and line.
  static func all(of capabilities: [Capability]) throws(StudioError) -> [ExposedTool] {
    var tools: [ExposedTool] = []
    for capability in capabilities {
      for case .mcp(let door) in capability.exposes {
        for tool in door.tools {
          guard let call = tool.call,
            let (_, _, operation) = capability.operation(call)
          else { continue }
          if let first = tools.first(where: { $0.tool.name == tool.name }) {
            throw .duplicate("tool \(tool.name)", at: tool.mark, first: first.tool.mark)
          }
          try CallArguments.check(call, in: capability)
          _ = try AnswerMapping(tool.outputParameters, of: operation)
          tools.append(
            ExposedTool(
              tool: tool, doorNamespace: door.namespace, capability: capability,
              consumed: operation, port: door.port))
        }
      }
    }
    return tools
  }
}
