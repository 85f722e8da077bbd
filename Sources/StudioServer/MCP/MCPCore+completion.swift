import CapabilitySpecs
import StudioCore

// Completing arguments of prompts and variables of resource templates.
extension MCPCore {
  private static let most = 100

  func complete(_ params: JSONObject) async throws -> JSONObject {
    guard let reference = params["ref"]?.object, let argument = params["argument"]?.object,
      case .string(let name)? = argument["name"], case .string(let begun)? = argument["value"]
    else { throw MCPError.invalidParams("ref and argument with name and value are needed.") }
    let all = try await candidates(for: name, of: reference, params["context"]?["arguments"])
    let fitting = all.filter { $0.lowercased().hasPrefix(begun.lowercased()) }
    return [
      "completion": [
        "values": .array(fitting.prefix(Self.most).map { .string($0) }),
        "total": .number(fitting.count), "hasMore": .bool(fitting.count > Self.most),
      ]
    ]
  }

  private func candidates(
    for argument: String, of reference: JSONObject, _ others: JSONValue?
  ) async throws -> [String] {
    switch (reference["type"]?.text, reference["name"]?.text, reference["uri"]?.text) {
    case ("ref/prompt"?, let name?, _):
      guard let prompt = StudioPrompt(rawValue: name) else {
        throw MCPError.invalidParams("There is no such prompt.")
      }
      return try await candidates(for: argument, of: prompt)
    case ("ref/resource"?, _, StudioURI.generationTemplate?):
      return argument == "id" ? try await recent(.all) : []
    case ("ref/resource"?, _, StudioURI.imageTemplate?):
      return argument == "number"
        ? try await numbers(others?["id"]?.text) : argument == "id" ? try await saved() : []
    default: throw MCPError.invalidParams("ref must name a prompt or a resource template.")
    }
  }

  private func candidates(
    for argument: String, of prompt: StudioPrompt
  ) async throws -> [String] {
    switch (prompt, argument) {
    case (.picture, "style"): PictureStyle.allCases.map(\.rawValue)
    case (.picture, "size"): await sizes()
    case (.picture, "model"): await models()
    case (.vary, "generation"): try await saved()
    default: []
    }
  }

  private func saved() async throws -> [String] {
    var query = HistoryQuery.all
    query.state = .saved
    return try await recent(query)
  }

  private func recent(_ query: HistoryQuery) async throws -> [String] {
    try await studio.history(query, offset: 0, limit: Self.most).generations.map(\.id.rawValue)
  }

  private func numbers(_ id: String?) async throws -> [String] {
    guard let id = id.flatMap(GenerationID.init), let generation = try await generation(id) else {
      return []
    }
    return generation.images.indices.map { String($0 + 1) }
  }

  /// Sizes that the tools' destinations are known to take.
  private func sizes() async -> [String] {
    var found: [String] = []
    for exposed in tools.exposed where exposed.makesImages {
      guard let call = exposed.tool.call,
        let destination = await studio.destination(
          service: call.namespace, operation: call.operation),
        case .size(let known, _, _)? = studio.parameterTable(for: destination)[.size]?.values
      else { continue }
      for size in known.map(\.requestText) where !found.contains(size) { found.append(size) }
    }
    return found
  }

  /// Models and deployments as far as they become known within a second.
  private func models() async -> [String] {
    let source = studio.offers()
    let offers = await withTaskGroup(of: [Offer]?.self) { group in
      group.addTask {
        var latest: [Offer] = []
        for await offers in source { latest = offers }
        return latest
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(1))
        return nil
      }
      if case .some(.some(let all)) = await group.next() {
        group.cancelAll()
        return all
      }
      group.cancelAll()
      return await group.next().flatMap { $0 } ?? []
    }
    var names: [String] = []
    for offer in offers where offer.isUsable {
      if let name = offer.destination.deployment ?? offer.destination.model,
        !names.contains(name)
      {
        names.append(name)
      }
    }
    return names
  }
}
