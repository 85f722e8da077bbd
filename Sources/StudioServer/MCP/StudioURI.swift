import StudioCore

/// The addresses of the studio's resources.
enum StudioURI: Hashable, Sendable {
  case history
  case generation(GenerationID)
  /// A picture file, counted from 1.
  case image(GenerationID, Int)

  static let generationTemplate = "studio://generations/{id}"
  static let imageTemplate = "studio://images/{id}/{number}"

  init?(_ text: String) {
    guard text.hasPrefix("studio://") else { return nil }
    let parts = text.dropFirst("studio://".count).split(
      separator: "/", omittingEmptySubsequences: false)
    switch parts.first {
    case "history" where parts.count == 1: self = .history
    case "generations" where parts.count == 2:
      guard let id = GenerationID(rawValue: String(parts[1])) else { return nil }
      self = .generation(id)
    case "images" where parts.count == 3:
      guard let id = GenerationID(rawValue: String(parts[1])), parts[2].utf8.count < 6,
        let number = Int(parts[2]), number > 0, String(number) == parts[2]
      else { return nil }
      self = .image(id, number)
    default: return nil
    }
  }

  var text: String {
    switch self {
    case .history: "studio://history"
    case .generation(let id): "studio://generations/\(id)"
    case .image(let id, let number): "studio://images/\(id)/\(number)"
    }
  }
}
