import HTTPTypes
import Hummingbird
import HummingbirdCore
import StudioCore

extension StudioResources {
  /// Submits a wish in the studio's own words.
  func create(_ routed: RoutedRequest) async throws -> Response {
    try await budget.run { share in
      let reader = RequestBodyReader(request: routed.request, limit: options.limits.body) {
        (count) throws(DoorError) in try share.take(count)
      }
      guard let (_, body) = try await reader.read() else {
        throw DoorError(400, "missing_body", "The request needs a JSON body.")
      }
      try share.beginCall()
      let wish = try NewGeneration(body)
      let request = GenerationRequest(
        requestID: try IdempotencyKey.read(routed.request.headers) ?? RequestID.new(),
        prompt: wish.prompt, destination: wish.destination(or: await studio.defaultDestination()),
        parameters: wish.parameters)
      return try await submit(request)
    }
  }

  private func submit(_ request: GenerationRequest) async throws -> Response {
    let generations = try await accepted(request)
    var response = Response(
      json: ["generations": .array(generations.map(Self.json))], status: 202)
    if let first = generations.first {
      response.headers.set("Location", "/studio/v1/generations/\(first.id)")
      response.headers.set("x-easel-generation", first.id.rawValue)
    }
    return response
  }

  /// - Throws: `DoorError`, 409 for what is well formed and conflicts with the destinations there are.
  private func accepted(_ request: GenerationRequest) async throws(DoorError) -> [Generation] {
    do {
      return try await studio.submit(request)
    } catch {
      var refusal = DoorError(error)
      if !request.destination.isComplete, error.code == .invalidRequest {
        refusal.message += " Name one in the body; GET /studio/v1/destinations lists them."
      }
      if Self.isAboutTheWish(error) { refusal.status = 409 }
      throw refusal
    }
  }

  /// Well formed, and not what the destination takes.
  private static func isAboutTheWish(_ error: StudioError) -> Bool {
    error.code == .invalidRequest || error.code == .badConfiguration
  }
}
