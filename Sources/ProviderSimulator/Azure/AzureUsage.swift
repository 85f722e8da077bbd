/// The token counts that gpt-image models report.
struct AzureUsage: Sendable {
  var inputTokens: Int
  var outputTokens: Int

  /// Usage of a request that yields `images` pictures and `partials` previews.
  init(_ request: AzureRequest, images: Int, partials: Int = 0) {
    inputTokens = max(1, (request.prompt.utf8.count + 3) / 4)
    outputTokens = Self.imageTokens(request) * images + 100 * partials
  }

  /// The published table for the three usual sizes; other sizes by their area.
  private static func imageTokens(_ request: AzureRequest) -> Int {
    let row =
      switch request.quality {
      case "low": (square: 272, tall: 408, wide: 400)
      case "medium": (square: 1056, tall: 1584, wide: 1568)
      default: (square: 4160, tall: 6240, wide: 6208)
      }
    switch (request.width, request.height) {
    case (1024, 1024): return row.square
    case (1024, 1536): return row.tall
    case (1536, 1024): return row.wide
    default: return row.square * request.width * request.height / (1024 * 1024)
    }
  }

  var json: WireJSON {
    [
      "input_tokens": .int(inputTokens),
      "input_tokens_details": ["image_tokens": 0, "text_tokens": .int(inputTokens)],
      "output_tokens": .int(outputTokens),
      "output_tokens_details": ["image_tokens": .int(outputTokens), "text_tokens": 0],
      "total_tokens": .int(inputTokens + outputTokens),
    ]
  }
}
