extension Fault {
  /// The answer that this fault puts in place of the service's own; nil when it keeps it, or
  /// breaks the connection.
  func replacement(for service: SimulatedService) -> Answer? {
    switch self {
    case .empty: Answer(type: "application/json", text: "")
    case .garbage(let count):
      Answer(type: "application/json", body: .fixed([.bytes(Self.noise(count))]))
    case .redirect(let status, let location):
      Answer(status: status, type: nil, headers: [("Location", location)], text: "")
    case .answer(let status, let headers, let body):
      Answer(
        status: status, type: nil,
        headers: headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, text: body)
    case .rateLimit(let retryAfter, let milliseconds):
      Self.rateLimit(service, retryAfter, milliseconds)
    default: nil
    }
  }

  private static func rateLimit(
    _ service: SimulatedService, _ retryAfter: String?, _ milliseconds: String?
  ) -> Answer {
    var answer =
      switch service {
      case .ollama: OllamaError(503, OllamaError.queueFull).openAIAnswer
      case .azure: AzureError.rateLimited(apiVersion: "2025-04-01-preview", seconds: 12).answer
      }
    answer.status = 429
    // What the script says of the time to come back takes the place of what is usual; an empty text
    // says nothing at all.
    guard retryAfter != nil || milliseconds != nil else { return answer }
    answer.headers.removeAll { $0.name.lowercased().hasPrefix("retry-after") }
    answer.headers += [("retry-after", retryAfter), ("retry-after-ms", milliseconds)]
      .compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, $0) } }
    return answer
  }

  private static func noise(_ count: Int) -> SimulatedPicture {
    var random = SeededRandom(seed: 0x5EED)
    return .file((0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
  }
}
