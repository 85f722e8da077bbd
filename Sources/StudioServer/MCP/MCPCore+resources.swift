import FoundationEssentials
import StudioCore

// The history as resources.
extension MCPCore {
  private static let pageLength = 50
  private static let historyLength = 100

  /// The history, then the pictures, newest first. The cursor counts generations.
  func listResources(_ params: JSONObject, _ context: MCPContext) async throws -> JSONObject {
    let offset = try Self.offset(of: params["cursor"])
    var query = HistoryQuery.all
    query.state = .saved
    let page = try await studio.history(query, offset: offset, limit: Self.pageLength)
    var resources: [JSONValue] =
      offset == 0 ? [.object(Self.historyResource(context.revision))] : []
    for generation in page.generations {
      resources += generation.images.indices.map {
        .object(Self.resource($0, of: generation, context.revision))
      }
    }
    var result: JSONObject = ["resources": .array(resources)]
    let next = offset + page.generations.count
    if !page.generations.isEmpty, next < page.total {
      result["nextCursor"] = .string(Self.cursor(next))
    }
    return result
  }

  private static func historyResource(_ revision: MCPRevision) -> JSONObject {
    var resource: JSONObject = ["uri": .string(StudioURI.history.text), "name": "history"]
    if revision.hasStructuredResults { resource["title"] = "What the studio made" }
    resource["description"] = .string(
      "The last \(historyLength) generations, newest first, without their pictures.")
    resource["mimeType"] = "application/json"
    return resource
  }

  private static func resource(
    _ place: Int, of generation: Generation, _ revision: MCPRevision
  ) -> JSONObject {
    let image = generation.images[place]
    var resource: JSONObject = [
      "uri": .string(StudioURI.image(generation.id, place + 1).text),
      "name": .string("\(generation.id)-\(image.file)"),
    ]
    if revision.hasStructuredResults {
      resource["title"] = .string(PlainText.clean(generation.request.prompt, limit: 60))
    }
    resource["description"] = .string(PlainText.clean(generation.request.prompt))
    resource["mimeType"] = .string(image.mediaType)
    resource["size"] = .number(image.bytes)
    resource["annotations"] = [
      "audience": ["user", "assistant"], "priority": .number("0.5"),
      "lastModified": .string(
        (generation.finishedAt ?? generation.createdAt).formatted(.iso8601)),
    ]
    return resource
  }

  func listTemplates(
    _ params: JSONObject, _ context: MCPContext
  ) throws(MCPError) -> JSONObject {
    try Self.refuseCursor(params)
    let all = [
      (
        StudioURI.generationTemplate, "generation", "A generation",
        "One generation: its wish, its state and its pictures' addresses.", "application/json"
      ),
      (
        StudioURI.imageTemplate, "image", "A picture",
        "A picture file of a generation, counted from 1, exactly as the service sent it.", nil
      ),
    ]
    return [
      "resourceTemplates": .array(
        all.map { uri, name, title, description, type in
          var template: JSONObject = ["uriTemplate": .string(uri), "name": .string(name)]
          if context.revision.hasStructuredResults { template["title"] = .string(title) }
          template["description"] = .string(description)
          template["mimeType"] = type.map { .string($0) }
          return .object(template)
        })
    ]
  }

  func readResource(_ params: JSONObject, _ context: MCPContext) async throws -> JSONObject {
    guard case .string(let uri)? = params["uri"] else {
      throw MCPError.invalidParams("uri must be the address of a resource.")
    }
    guard let address = StudioURI(uri), let content = try await content(of: address) else {
      throw MCPError.noResource(uri, in: context.revision)
    }
    return ["contents": [.object(content)]]
  }

  /// nil where there is none.
  private func content(of address: StudioURI) async throws -> JSONObject? {
    switch address {
    case .history:
      let page = try await studio.history(.all, offset: 0, limit: Self.historyLength)
      let records = page.generations.map {
        JSONValue.object(GenerationSummary(generation: $0).record)
      }
      let list: JSONObject = [
        "total": .number(page.total), "unreadable": .number(page.unreadable),
        "generations": .array(records),
      ]
      return Self.text(.object(list), at: address)
    case .generation(let id):
      guard let generation = try await generation(id) else { return nil }
      return Self.text(.object(GenerationSummary(generation: generation).record), at: address)
    case .image(let id, let number):
      guard let generation = try await generation(id), number <= generation.images.count else {
        return nil
      }
      let path = generation.path(of: generation.images[number - 1])
      guard let file = await previews.file(at: path) else {
        throw MCPError.broken("The picture's file cannot be given: it is gone or too large.")
      }
      return [
        "uri": .string(address.text), "mimeType": .string(file.mediaType),
        "blob": .string(file.base64),
      ]
    }
  }

  private static func text(_ json: JSONValue, at address: StudioURI) -> JSONObject {
    [
      "uri": .string(address.text), "mimeType": "application/json", "text": .string(json.json),
    ]
  }

  /// nil where there is none.
  func generation(_ id: GenerationID) async throws -> Generation? {
    do {
      return try await studio.generation(id)
    } catch  where error.code == .notFound {
      return nil
    }
  }
}

// Cursors.
extension MCPCore {
  private static func cursor(_ offset: Int) -> String {
    Data("from:\(offset)".utf8).base64EncodedString()
  }

  private static func offset(of cursor: JSONValue?) throws(MCPError) -> Int {
    guard let cursor, cursor != "" else { return 0 }
    if case .string(let text) = cursor, text.utf8.count < 64,
      let data = Data(base64Encoded: text), let words = String(data: data, encoding: .utf8),
      words.hasPrefix("from:"), let offset = Int(words.dropFirst(5)), offset > 0,
      self.cursor(offset) == text
    {
      return offset
    }
    throw .invalidParams("This cursor is not one of ours.")
  }
}
