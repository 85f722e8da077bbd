/// A path of which some segments are variables: `/v1/{name}/images`.
struct PathTemplate: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case literal(String)
    case variable(String)

    var isVariable: Bool { if case .variable = self { true } else { false } }
  }

  let text: String
  let segments: [Segment]

  /// nil when the braces do not hold exactly one whole segment, or the path does not begin with `/`.
  init?(_ text: String) {
    guard text.first == "/" else { return nil }
    var segments: [Segment] = []
    for piece in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      if !piece.contains(where: { "{}".contains($0) }) {
        segments.append(.literal(String(piece)))
        continue
      }
      let depth = piece.hasPrefix("{{") ? 2 : 1
      let name = piece.dropFirst(depth).dropLast(depth)
      guard piece.hasPrefix("{"), piece.hasSuffix(depth == 2 ? "}}" : "}"), !name.isEmpty,
        !name.contains(where: { "{}".contains($0) })
      else { return nil }
      segments.append(.variable(String(name)))
    }
    self.text = text
    self.segments = segments
  }

  /// Equal for two templates that match the same paths.
  var shape: [String?] {
    segments.map { if case .literal(let text) = $0 { text } else { nil } }
  }

  /// The variables' values; nil when the path is another. An empty segment fills no variable.
  func match(_ path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      switch segment {
      case .literal(let literal): guard literal == text else { return nil }
      case .variable(let name):
        guard !text.isEmpty else { return nil }
        values[name] = text
      }
    }
    return values
  }
}
