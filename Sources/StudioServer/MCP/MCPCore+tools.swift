import CapabilitySpecs
import StudioCore

// Listing and calling tools.
extension MCPCore {
  /// All tools at once, in an order that never changes.
  func listTools(_ params: JSONObject, _ context: MCPContext) async throws -> JSONObject {
    try Self.refuseCursor(params)
    var list: [JSONValue] = []
    for exposed in tools.exposed {
      let form = await form(of: exposed)
      list.append(.object(Self.definition(of: exposed, form, context.revision)))
    }
    list += tools.own.map { .object($0.definition(context.revision)) }
    return ["tools": .array(list)]
  }

  /// For lists that are given whole: no cursor of theirs exists.
  static func refuseCursor(_ params: JSONObject) throws(MCPError) {
    guard params["cursor"] == nil || params["cursor"] == "" else {
      throw .invalidParams("This cursor is not one of ours.")
    }
  }

  /// What a tool takes, by the parameters of the place where its calls go.
  func form(of exposed: ExposedTool) async -> ToolForm {
    guard exposed.makesImages, let call = exposed.tool.call else {
      return ToolForm(exposed, destination: nil, table: nil)
    }
    let destination = await studio.destination(
      service: call.namespace, operation: call.operation)
    let table = destination.map { studio.parameterTable(for: $0) }
    return ToolForm(exposed, destination: destination, table: table)
  }

  private static func definition(
    of exposed: ExposedTool, _ form: ToolForm, _ revision: MCPRevision
  ) -> JSONObject {
    let tool = exposed.tool
    var definition: JSONObject = ["name": .string(tool.name)]
    if revision.hasStructuredResults, let label = tool.label {
      definition["title"] = .string(label)
    }
    definition["description"] = .string(description(of: exposed))
    definition["inputSchema"] = .object(form.inputSchema)
    if revision.hasStructuredResults, exposed.makesImages {
      definition["outputSchema"] = .object(GenerationSummary.schema)
    }
    let annotations = annotations(tool.hints)
    if !annotations.isEmpty { definition["annotations"] = .object(annotations) }
    return definition
  }

  private static func description(of exposed: ExposedTool) -> String {
    let said = exposed.tool.summary
    guard exposed.makesImages else { return said }
    let stop = said.hasSuffix(".") ? "" : "."
    return said + stop
      + " Makes pictures from a text prompt and keeps them in the studio's history; takes seconds to "
      + "minutes."
  }

  private static func annotations(_ hints: ToolHints) -> JSONObject {
    var annotations = JSONObject()
    annotations["readOnlyHint"] = hints.readOnly.map { .bool($0) }
    annotations["destructiveHint"] = hints.destructive.map { .bool($0) }
    annotations["idempotentHint"] = hints.idempotent.map { .bool($0) }
    annotations["openWorldHint"] = hints.openWorld.map { .bool($0) }
    return annotations
  }

  /// Calls a tool. What is wrong with its arguments, or goes wrong on the way, is a result that says
  /// so; only an unknown tool is an error of the protocol.
  func callTool(_ request: MCPRequest, _ context: MCPContext) async throws -> JSONObject {
    guard case .string(let name)? = request.params["name"] else {
      throw MCPError.invalidParams("name must be the name of a tool.")
    }
    let given = request.params["arguments"] ?? .object(JSONObject())
    guard let arguments = given.object else {
      throw MCPError.invalidParams("arguments must be an object.")
    }
    do {
      if let exposed = tools[name] {
        return try await ServiceToolCall(
          core: self, exposed: exposed, request: request, context: context
        ).result(of: arguments)
      }
      if let own = tools.own.first(where: { $0.name == name }) {
        return try await own.result(of: arguments, for: request, in: context, core: self)
      }
    } catch let problem as ToolProblem {
      return problem.result
    } catch let error as StudioError {
      return ToolProblem(error).result
    }
    throw MCPError.invalidParams(
      "There is no tool “\(PlainText.clean(name, limit: 80))”. There are: "
        + (tools.exposed.map(\.tool.name) + tools.own.map(\.name)).joined(separator: ", ") + ".")
  }
}
