import FoundationEssentials
import StudioCore

/// A generation as scripts see it: the one stable shape of `generate`, `history`, `show` and `jobs`.
/// Within a version fields are only added; all of them are always there, null where nothing is known.
struct GenerationJSON {
  static let version = 1

  let line: JSONLine

  init(_ generation: Generation) {
    let destination = generation.request.destination
    line = .object([
      ("version", .integer(Self.version)),
      ("id", .string(generation.id.rawValue)),
      ("state", .string(generation.state.rawValue)),
      ("provider", .string(destination.provider.rawValue)),
      ("resource", .string(orNull: destination.resource)),
      ("deployment", .string(orNull: destination.deployment)),
      ("host", .string(orNull: destination.host)),
      ("model", .string(orNull: destination.modelOrDeployment)),
      ("prompt", .string(generation.request.prompt)),
      ("parameters", Self.parameters(generation.request.parameters)),
      ("images", .array(generation.images.map { Self.image($0, of: generation) })),
      ("record", .string(generation.recordPath)),
      ("createdAt", .string(Self.date(generation.createdAt))),
      ("duration", .number(orNull: generation.duration, decimals: 1)),
      ("cost", Self.cost(generation.cost)),
      ("warnings", .array(generation.warnings.map { .string($0) })),
      ("error", generation.error.map(Self.error) ?? .null),
    ])
  }

  private static func parameters(_ parameters: Parameters) -> JSONLine {
    .object(
      parameters.all.map { name, value in
        switch value {
        case .text(let text): (name.rawValue, .string(text))
        case .number(let number): (name.rawValue, .integer(number))
        }
      })
  }

  private static func image(_ image: GeneratedImage, of generation: Generation) -> JSONLine {
    .object([
      ("path", .string(generation.path(of: image))),
      ("mediaType", .string(image.mediaType)),
      ("width", .integer(orNull: image.width)),
      ("height", .integer(orNull: image.height)),
      ("bytes", .integer(image.bytes)),
      ("sha256", .string(image.sha256)),
    ])
  }

  private static func cost(_ cost: Cost) -> JSONLine {
    .object([
      ("amount", .number(orNull: cost.amount, decimals: 6)),
      ("currency", .string(cost.currency)),
      ("basis", .string(cost.basis.rawValue)),
    ])
  }

  private static func error(_ error: StudioError) -> JSONLine {
    .object([
      ("code", .string(error.code.rawValue)),
      ("message", .string(error.message)),
      ("hint", .string(orNull: error.hint)),
      ("retryable", .bool(error.isRetryable)),
      ("mayHaveBeenBilled", .bool(error.mayHaveBeenBilled)),
      ("retryAt", .string(orNull: error.retryAt.map(date))),
      ("reference", .string(orNull: error.reference)),
    ])
  }

  /// ISO 8601 in UTC, whole seconds: `2026-11-21T09:15:00Z`.
  private static func date(_ date: Date) -> String { date.formatted(.iso8601) }
}
