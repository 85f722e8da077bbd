/// One generation that Azure is asked for, with every parameter checked and every default filled.
struct AzureRequest: Sendable {
  var deployment: AzureDeployment
  var prompt: String
  var count = 1
  var width = 1024
  var height = 1024
  var quality = "high"
  var outputFormat = "png"
  var compression = 100
  var background = "opaque"
  var isStreaming = false
  var partialImages = 0
  var wantsBase64 = true

  var size: String { "\(width)x\(height)" }

  /// Reads a body for a deployment: unknown parameters first, then values, as the service does.
  init(_ body: WireJSON, for deployment: AzureDeployment) throws(AzureError) {
    guard case .object(let members) = body else {
      throw .invalidPayload("The request body is not a JSON object.")
    }
    for member in members where !Self.parameters(of: deployment.family).contains(member.name) {
      throw .unknownParameter(member.name)
    }
    self.deployment = deployment
    prompt = try Self.prompt(body, deployment)
    let fields = AzureFields(body: body)
    count = try fields.count(deployment)
    (width, height) = try fields.size(deployment)
    if deployment.family == .dallE3 {
      try readLegacy(fields)
    } else {
      try read(fields)
    }
  }

  private mutating func readLegacy(_ fields: AzureFields) throws(AzureError) {
    quality = try fields.choice("quality", ["standard", "hd"]) ?? "standard"
    _ = try fields.choice("style", ["vivid", "natural"])
    wantsBase64 = try fields.choice("response_format", ["url", "b64_json"]) == "b64_json"
  }

  private mutating func read(_ fields: AzureFields) throws(AzureError) {
    let wish = try fields.choice("quality", ["low", "medium", "high", "auto"]) ?? "auto"
    let standard = deployment.model == "gpt-image-1-mini" ? "medium" : "high"
    quality = wish == "auto" ? standard : wish
    outputFormat = try fields.choice("output_format", ["png", "jpeg"]) ?? "png"
    let ground = try fields.choice("background", ["transparent", "opaque", "auto"]) ?? "auto"
    background = ground == "transparent" ? ground : "opaque"
    _ = try fields.choice("moderation", ["low", "auto"])
    compression = try fields.integer("output_compression", 0...100) ?? 100
    isStreaming = try fields.flag("stream") ?? false
    partialImages = try fields.integer("partial_images", 0...3) ?? 0
    try checkCombinations(fields)
  }

  private func checkCombinations(_ fields: AzureFields) throws(AzureError) {
    if background == "transparent" && outputFormat == "jpeg" {
      throw .invalid(
        "Transparent background is not supported for jpeg output format.", "background",
        code: "invalid_value")
    }
    if partialImages > 0 && !isStreaming {
      throw .invalid(
        "The 'partial_images' parameter is only supported with 'stream'.", "partial_images",
        code: "invalid_value")
    }
    if fields.has("output_compression") && outputFormat == "png" && compression < 100 {
      throw .invalid(
        "Compression less than 100 is not supported for PNG output format.",
        "output_compression", code: "invalid_png_output_compression")
    }
  }

  private static func prompt(
    _ body: WireJSON, _ deployment: AzureDeployment
  ) throws(AzureError) -> String {
    guard let prompt = body["prompt"]?.text, !prompt.isEmpty else {
      throw .invalidPayload("Invalid 'prompt': a non-empty string is required.")
    }
    let limit = deployment.family == .dallE3 ? 4000 : 32_000
    guard prompt.unicodeScalars.count <= limit else {
      throw .invalid(
        "Invalid 'prompt': string too long. Expected a string with maximum length \(limit), but "
          + "got a string with length \(prompt.unicodeScalars.count) instead.",
        "prompt", code: "string_above_max_length")
    }
    return prompt
  }

  private static func parameters(of family: AzureDeployment.Family) -> Set<String> {
    let shared: Set = ["prompt", "model", "n", "size", "quality", "user"]
    switch family {
    case .dallE3: return shared.union(["style", "response_format"])
    default:
      return shared.union([
        "output_format", "output_compression", "background", "moderation", "stream",
        "partial_images",
      ])
    }
  }
}
