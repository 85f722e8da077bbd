import CapabilitySpecs
import StudioCore

// Prompts.
extension MCPCore {
  func listPrompts(_ params: JSONObject, _ context: MCPContext) throws(MCPError) -> JSONObject {
    try Self.refuseCursor(params)
    return [
      "prompts": .array(StudioPrompt.allCases.map { .object($0.definition(context.revision)) })
    ]
  }

  func getPrompt(_ params: JSONObject, _ context: MCPContext) async throws -> JSONObject {
    guard case .string(let name)? = params["name"], let prompt = StudioPrompt(rawValue: name)
    else { throw MCPError.invalidParams("There is no such prompt.") }
    let given = try Self.texts(params["arguments"])
    for argument in prompt.arguments where argument.isRequired {
      guard let text = given[argument.name], text.contains(where: { !$0.isWhitespace }) else {
        throw MCPError.invalidParams("The argument \(argument.name) is missing.")
      }
    }
    let messages: [JSONValue] =
      switch prompt {
      case .picture: [Self.message(pictureWords(given))]
      case .vary: try await variation(given, context)
      }
    return ["description": .string(prompt.summary), "messages": .array(messages)]
  }

  /// Arguments of prompts are texts.
  private static func texts(_ value: JSONValue?) throws(MCPError) -> [String: String] {
    guard let value else { return [:] }
    guard let object = value.object else {
      throw .invalidParams("arguments must be an object.")
    }
    var texts: [String: String] = [:]
    for member in object.members {
      guard case .string(let text) = member.value else {
        throw .invalidParams("The arguments of a prompt are texts.")
      }
      if !text.isEmpty { texts[member.name] = text }
    }
    return texts
  }

  private static func message(_ text: String) -> JSONValue {
    ["role": "user", "content": ["type": "text", "text": .string(text)]]
  }

  private func pictureWords(_ given: [String: String]) -> String {
    var lines = ["Make a picture of: \(given["subject"] ?? "")"]
    if let style = given["style"] {
      lines.append("Style: \(PictureStyle(rawValue: style)?.words ?? style).")
    }
    if let size = given["size"] { lines.append("Size: \(size).") }
    if let model = given["model"] { lines.append("Model or deployment: \(model).") }
    lines.append(
      "First write one rich prompt: subject, surroundings, light, composition, mood. Then call "
        + "\(toolNames) once with it, and show the picture with one sentence about it.")
    return lines.joined(separator: "\n")
  }

  private var toolNames: String {
    let names = tools.exposed.filter(\.makesImages).map(\.tool.name)
    return names.isEmpty ? "a tool that makes pictures" : names.joined(separator: " or ")
  }

  private func variation(
    _ given: [String: String], _ context: MCPContext
  ) async throws -> [JSONValue] {
    let generation = try await source(given["generation"])
    var messages: [JSONValue] = []
    let paths = generation.images.prefix(1).map { generation.path(of: $0) }
    switch await previews.previews(of: paths).first {
    case .original(let media)?, .smaller(let media, _)?:
      messages.append([
        "role": "user",
        "content": [
          "type": "image", "data": .string(media.base64), "mimeType": .string(media.mediaType),
        ],
      ])
    case .missing?, nil: break
    }
    let change = given["change"] ?? "Keep its idea, and vary composition and light."
    messages.append(
      Self.message(
        "This picture, generation \(generation.id), was made from the prompt:\n"
          + generation.request.prompt + "\nMake another like it. \(change)\n"
          + "Write the new prompt and call \(toolNames) once with it."))
    return messages
  }

  /// The named generation, else the newest with pictures.
  private func source(_ name: String?) async throws -> Generation {
    if let name {
      guard let id = GenerationID(rawValue: name), let generation = try await generation(id),
        !generation.images.isEmpty
      else { throw MCPError.invalidParams("There is no generation of this name with pictures.") }
      return generation
    }
    var query = HistoryQuery.all
    query.state = .saved
    let newest = try await studio.history(query, offset: 0, limit: 1).generations.first
    guard let newest else { throw MCPError.invalidParams("Nothing has been made yet.") }
    return newest
  }
}
