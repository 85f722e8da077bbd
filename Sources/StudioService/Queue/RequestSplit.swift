import StudioCore

/// Turns one wish into the requests that a service can take: where it makes one picture a request,
/// a count of N becomes N wishes, each with its own recorded seed.
enum RequestSplit {
  /// Ollama replaces seeds of 0 and below, and never tells which it took (0.14.3 to 0.32.5); a
  /// positive one within 31 bits means the same everywhere.
  static let seeds = 1...Int(Int32.max)

  static func split(_ request: GenerationRequest, table: ParameterTable) -> [GenerationRequest] {
    let count = request.parameters.count
    let perRequest = max(1, table.imagesPerRequest)
    guard count > perRequest || takesSeed(table) else { return [request] }
    let pieces = (count + perRequest - 1) / perRequest
    return (0..<pieces).map { place in
      var piece = request
      if pieces > 1 {
        piece.parameters[.count] = .number(min(perRequest, count - place * perRequest))
      }
      if takesSeed(table) { piece.parameters[.seed] = .number(seed(request, place)) }
      return piece
    }
  }

  private static func takesSeed(_ table: ParameterTable) -> Bool {
    table[.seed]?.isSupported == true
  }

  /// The wished seed for the first picture, the numbers after it for the others: the same wish
  /// gives the same pictures.
  private static func seed(_ request: GenerationRequest, _ place: Int) -> Int {
    guard let wished = request.parameters[.seed]?.number, wished > 0 else {
      return .random(in: seeds)
    }
    return (wished - 1 + place) % seeds.upperBound + 1
  }
}
