import Hummingbird
import HummingbirdCore
import StudioCore

/// One of the studio's own resources: what it is for the document, and what answers it. Both the
/// route table and the OpenAPI document are made from `all`, so that they cannot differ.
struct StudioRoute: Sendable {
  typealias Handler = @Sendable (StudioResources, RoutedRequest) async throws -> Response

  /// `get` or `post`.
  let method: String
  let path: String
  /// The operation's name in the document.
  let name: String
  let summary: String
  var parameters: [DocumentedParameter] = []
  /// The schema that a JSON body follows, by its name.
  var body: String?
  let answers: [DocumentedAnswer]
  /// True for what anybody may ask who reaches the port, token or not.
  var isOpen = false
  /// True where a document that exposes the same has the route instead.
  var yields = false
  let respond: Handler

  static let all: [StudioRoute] = [
    StudioRoute(
      method: "get", path: "/studio/v1/generations", name: "listGenerations",
      summary: "The history, newest first.",
      parameters: [
        .query(
          "q",
          "A filter line: words, and the fields model:, provider:, size:, seed:, after: and before: "
            + "(yyyy-mm-dd), status:, tag:, is:favourite. A field that is none of these is a word.",
          .text(most: 1_000)),
        .query("limit", "How many.", .integer(1...200, standard: 50)),
        .query("offset", "How many to skip.", .integer(0...1_000_000_000, standard: 0)),
      ],
      answers: [.json(200, "A stretch of the history.", schema: "HistoryPage")],
      respond: { try await $0.history($1) }),
    StudioRoute(
      method: "post", path: "/studio/v1/generations", name: "createGeneration",
      summary: "Puts a wish into the queue. A destination that is not given is the usual one.",
      parameters: [.idempotencyKey], body: "NewGeneration",
      answers: [
        .json(202, "Recorded and queued.", schema: "GenerationList"),
        .problem(413, "The body is too long."), .problem(415, "The body is no JSON."),
        .problem(409, "There is no such destination, or it does not take this wish."),
        .problem(429, "Too much at once, or the spending limit is reached."),
      ],
      respond: { try await $0.create($1) }),
    StudioRoute(
      method: "get", path: "/studio/v1/generations/{id}", name: "getGeneration",
      summary: "One generation.", parameters: [.generationID],
      answers: [
        .json(200, "The generation.", schema: "Generation"),
        .problem(404, "There is no such generation."),
      ],
      respond: { try await $0.generation($1) }),
    StudioRoute(
      method: "post", path: "/studio/v1/generations/{id}/cancel", name: "cancelGeneration",
      summary: "Asks a job to stop. What has left may still be billed.",
      parameters: [.generationID],
      answers: [
        .json(202, "The job was asked to stop.", schema: "Generation"),
        .problem(404, "There is no such generation."), .problem(409, "It is not running."),
      ],
      respond: { try await $0.cancel($1) }),
    StudioRoute(
      method: "get", path: "/studio/v1/generations/{id}/images/{number}", name: "getImage",
      summary: "A picture's bytes, as the service sent them.",
      parameters: [.generationID, .imageNumber],
      answers: [
        .bytes(200, "The whole file."), .bytes(206, "The part that Range asks for."),
        .empty(304, "The caller has it already."),
        .problem(404, "There is no such picture."),
        .problem(416, "The file has no such part."),
      ],
      respond: { try await $0.image($1) }),
    StudioRoute(
      method: "get", path: "/studio/v1/jobs", name: "listJobs",
      summary: "Generations that are not finished, oldest first, of every door.",
      answers: [.json(200, "The jobs.", schema: "GenerationList")],
      respond: { resources, _ in try await resources.jobs() }),
    StudioRoute(
      method: "get", path: "/studio/v1/destinations", name: "listDestinations",
      summary: "What can be asked for pictures, and why not. Asks the services, for five seconds "
        + "at most; never generates.",
      answers: [.json(200, "The destinations.", schema: "DestinationList")],
      respond: { resources, _ in await resources.destinations() }),
    StudioRoute(
      method: "get", path: "/v1/models", name: "listModels",
      summary: "The names that callers may give as model, in the form of OpenAI's list. Asks the "
        + "services, for five seconds at most; never generates.",
      answers: [.json(200, "The models.", schema: "ModelList")], yields: true,
      respond: { resources, _ in await resources.models(namedBy: .model) }),
    StudioRoute(
      method: "get", path: "/v1/openai/models", name: "listDeployments",
      summary: "The same for clients of Azure OpenAI: the names that may stand in the path as "
        + "deployment.",
      answers: [.json(200, "The deployments.", schema: "ModelList")], yields: true,
      respond: { resources, _ in await resources.models(namedBy: .deployment) }),
    StudioRoute(
      method: "get", path: "/studio/v1/events", name: "followEvents",
      summary: "Server-sent events: generation, progress, history. A comment each 15 s.",
      answers: [
        .events(200, "Events as they happen."), .problem(429, "Too many listen already."),
      ],
      respond: { try $0.events($1) }),
    StudioRoute(
      method: "get", path: "/studio/v1/openapi.json", name: "getDocument",
      summary: "This document.",
      answers: [.json(200, "The document.", schema: "Document")],
      respond: { resources, _ in Response(json: resources.document) }),
    StudioRoute(
      method: "get", path: "/health/live", name: "isLive", summary: "Whether the server runs.",
      answers: [.json(200, "It runs.", schema: "Health")], isOpen: true,
      respond: { resources, _ in resources.live() }),
    StudioRoute(
      method: "get", path: "/health/ready", name: "isReady",
      summary: "Whether the server takes requests and can read its store.",
      answers: [
        .json(200, "It does.", schema: "Health"), .json(503, "It does not.", schema: "Health"),
      ],
      isOpen: true,
      respond: { resources, routed in await resources.ready(routed) }),
  ]
}
