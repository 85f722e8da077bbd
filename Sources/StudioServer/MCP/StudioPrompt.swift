import StudioCore

/// The prompts that people pick in their client.
enum StudioPrompt: String, CaseIterable, Sendable {
  /// Asks for a picture of something in a chosen manner.
  case picture
  /// Shows a picture that was made, and asks for one like it.
  case vary

  struct Argument: Sendable {
    var name: String
    var title: String
    var summary: String
    var isRequired = false
  }

  var title: String {
    switch self {
    case .picture: "Make a picture"
    case .vary: "Vary a picture"
    }
  }

  var summary: String {
    switch self {
    case .picture: "Writes a good prompt for a subject and makes the picture."
    case .vary: "Shows a picture of the history and makes another like it."
    }
  }

  var arguments: [Argument] {
    switch self {
    case .picture:
      [
        Argument(
          name: "subject", title: "Subject", summary: "What the picture shows.",
          isRequired: true),
        Argument(
          name: "style", title: "Style",
          summary: "One of \(PictureStyle.allCases.map(\.rawValue).joined(separator: ", ")), or "
            + "words of your own."),
        Argument(name: "size", title: "Size", summary: "Pixels as WIDTHxHEIGHT."),
        Argument(name: "model", title: "Model", summary: "The model or deployment that draws."),
      ]
    case .vary:
      [
        Argument(
          name: "generation", title: "Generation",
          summary: "The generation to vary; the newest if not given."),
        Argument(name: "change", title: "Change", summary: "What is to be different."),
      ]
    }
  }

  func definition(_ revision: MCPRevision) -> JSONObject {
    let hasTitles = revision.hasStructuredResults
    var definition: JSONObject = ["name": .string(rawValue)]
    if hasTitles { definition["title"] = .string(title) }
    definition["description"] = .string(summary)
    definition["arguments"] = .array(
      arguments.map { argument in
        var json: JSONObject = ["name": .string(argument.name)]
        if hasTitles { json["title"] = .string(argument.title) }
        json["description"] = .string(argument.summary)
        json["required"] = .bool(argument.isRequired)
        return .object(json)
      })
    return definition
  }
}

/// Manners that image models know well.
enum PictureStyle: String, CaseIterable, Sendable {
  case photo, watercolour, ink, oil, poster, isometric, pixel, clay

  /// What a prompt says to get it.
  var words: String {
    switch self {
    case .photo: "a photograph: natural light, a 50 mm lens, shallow depth of field"
    case .watercolour: "a watercolour on rough paper: loose washes, visible pigment edges"
    case .ink: "an ink drawing: confident black lines on white, sparse hatching"
    case .oil: "an oil painting: thick brush strokes, warm shadows"
    case .poster: "a screen-printed poster: four flat colours, bold shapes, no text"
    case .isometric: "an isometric illustration: clean edges, soft shadows, plain background"
    case .pixel: "pixel art: a limited palette, crisp pixels, no smoothing"
    case .clay: "a clay model on a table: finger marks, soft studio light"
    }
  }
}
