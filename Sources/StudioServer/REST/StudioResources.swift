import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import StudioCore

/// The studio's own resources: what `StudioRoute` names.
struct StudioResources: Sendable {
  let studio: any Studio & ServiceCalls
  let options: ServerOptions
  let budget: WorkBudget
  let document: JSONValue
  let listeners: Allowance

  func history(_ routed: RoutedRequest) async throws -> Response {
    let line = routed.target.query.last(named: "q") ?? ""
    guard line.unicodeScalars.count <= 1_000 else {
      throw DoorError(400, "invalid_parameter", "'q' is too long.", param: "q")
    }
    let filter = HistoryFilter(line, takesUnknownFields: true)
    if let remark = filter.remark {
      throw DoorError(400, "invalid_parameter", "'q': \(remark).", param: "q")
    }
    let limit = try routed.integer("limit", in: 1...200, standard: 50)
    let offset = try routed.integer("offset", in: 0...1_000_000_000, standard: 0)
    let page =
      filter.query.canMatch
      ? try await studio.history(filter.query, offset: offset, limit: limit)
      : HistoryPage(generations: [], offset: offset, total: 0)
    return Response(json: [
      "generations": .array(page.generations.map(Self.json)), "offset": .number(page.offset),
      "total": .number(page.total), "unreadable": .number(page.unreadable),
    ])
  }

  func generation(_ routed: RoutedRequest) async throws -> Response {
    Response(json: Self.json(try await find(routed)))
  }

  func jobs() async throws -> Response {
    Response(json: ["generations": .array(try await studio.jobs().map(Self.json))])
  }

  func cancel(_ routed: RoutedRequest) async throws -> Response {
    let generation = try await find(routed)
    guard generation.state.isJob else { throw Self.notRunning(generation) }
    do {
      try await studio.cancel(generation.id)
    } catch  where error.code == .invalidRequest {
      throw Self.notRunning(generation)
    }
    return Response(json: Self.json(try await studio.generation(generation.id)), status: 202)
  }

  private static func notRunning(_ generation: Generation) -> DoorError {
    DoorError(409, "not_running", "The generation is not running: it is over.", param: "id")
  }

  func live() -> Response { Response(json: ["status": "ok"]) }

  func ready(_ routed: RoutedRequest) async -> Response {
    if routed.context.stopping.isRaised {
      return Response(json: ["status": "stopping"], status: 503)
    }
    do {
      _ = try await studio.jobs()
      return Response(json: ["status": "ok"])
    } catch {
      return Response(json: ["status": "store-unreadable"], status: 503)
    }
  }

  /// - Throws: `DoorError` 404, also for what can be no id.
  func find(_ routed: RoutedRequest) async throws -> Generation {
    guard let id = routed.path["id"].flatMap(GenerationID.init(rawValue:)) else {
      throw DoorError(404, "not_found", "There is no such generation.", param: "id")
    }
    return try await studio.generation(id)
  }

  /// The contract, with the address of each picture here.
  static func json(_ generation: Generation) -> JSONValue {
    guard var object = generation.contract.object else { return .null }
    let images = object["images"]?.elements ?? []
    object["images"] = .array(
      images.enumerated().map { number, image in
        guard var image = image.object else { return image }
        image["url"] = .string(
          "/studio/v1/generations/\(generation.id)/images/\(number + 1)")
        return .object(image)
      })
    return .object(object)
  }
}
