import Pictures
import StudioCore

/// A generation as the result of a tool: words, pictures that fit, links to the whole files.
struct PictureResult: Sendable {
  let generation: Generation
  let revision: MCPRevision
  var remarks: [String] = []

  /// The result for a generation that has ended, one way or another.
  func ended(_ previews: PreviewMaker) async -> JSONObject {
    if generation.state == .saved || !generation.images.isEmpty { return await saved(previews) }
    let error =
      generation.error
      ?? StudioError(.interrupted, "The generation ended as \(generation.state.rawValue).")
    return ToolProblem(error).result
  }

  /// The result for one that goes on: what to do to get it later.
  func pending(after seconds: Int) -> JSONObject {
    let id = generation.id.rawValue
    let text =
      "Not finished after \(seconds) s, and going on: generation \(id) is "
      + "\(generation.state.rawValue). To get its pictures, call \(JobTool.look.name) with "
      + "{\"generation\": \"\(id)\"}, or read \(StudioURI.generation(generation.id).text)."
    return told(text)
  }

  /// The result that says this one thing of the generation.
  func told(_ text: String) -> JSONObject { sealed([["type": "text", "text": .string(text)]]) }

  private func saved(_ maker: PreviewMaker) async -> JSONObject {
    let images = generation.images
    let previews = await maker.previews(of: images.map { generation.path(of: $0) })
    var content: [JSONValue] = [
      ["type": "text", "text": .string(words(previews))]
    ]
    for preview in previews {
      switch preview {
      case .original(let media), .smaller(let media, _): content.append(Self.block(media))
      case .missing: break
      }
    }
    if revision.hasStructuredResults {
      content += images.indices.map { .object(link($0)) }
    }
    return sealed(content)
  }

  /// Adds what every result of a generation holds.
  private func sealed(_ content: [JSONValue]) -> JSONObject {
    let summary = JSONValue.object(GenerationSummary(generation: generation, remarks: remarks).json)
    let copy: JSONValue = ["type": "text", "text": .string(summary.json)]
    var result: JSONObject = ["content": .array(content + [copy])]
    if revision.hasStructuredResults { result["structuredContent"] = summary }
    result["isError"] = false
    return result
  }

  private static func block(_ media: PreviewMaker.MediaBytes) -> JSONValue {
    [
      "type": "image", "data": .string(media.base64), "mimeType": .string(media.mediaType),
      "annotations": ["audience": ["user", "assistant"]],
    ]
  }

  private func link(_ place: Int) -> JSONObject {
    let image = generation.images[place]
    return [
      "type": "resource_link",
      "uri": .string(StudioURI.image(generation.id, place + 1).text),
      "name": .string("\(generation.id)-\(image.file)"), "mimeType": .string(image.mediaType),
      "size": .number(image.bytes),
      "annotations": ["audience": ["user", "assistant"], "priority": .number("0.5")],
    ]
  }
}

// Words.
extension PictureResult {
  private func words(_ previews: [PreviewMaker.Preview]) -> String {
    var lines = [headline]
    for (place, preview) in previews.enumerated() { lines.append(line(place, preview)) }
    let warnings =
      generation.warnings + remarks.filter { !generation.warnings.contains($0) }
    lines += warnings.map { "Note: " + PlainText.clean($0) }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let count = generation.images.count
    var line = count == 1 ? "1 picture" : "\(count) pictures"
    if let model = generation.request.destination.modelOrDeployment {
      line += " by \(PlainText.clean(model, limit: 100))"
    }
    if let duration = generation.duration {
      let tenths = Int((duration * 10).rounded())
      line += " in \(tenths / 10).\(tenths % 10) s"
    }
    if let seed = generation.request.parameters[.seed] { line += ", seed \(seed)" }
    return line + "."
  }

  private func line(_ place: Int, _ preview: PreviewMaker.Preview) -> String {
    let image = generation.images[place]
    let size = image.size.map { "\($0), " } ?? ""
    let file =
      "\(place + 1): \(size)\(ByteText.of(image.bytes)), \(image.mediaType), "
      + PlainText.clean(generation.path(of: image), limit: 1000)
    switch preview {
    case .original: return file + "."
    case .smaller(let media, let size):
      return file + " (shown here smaller, as \(size) \(media.mediaType))."
    case .missing(let reason):
      return file + " (not shown here: \(PlainText.clean(reason)))"
    }
  }
}
