/// A revision of the protocol, in order of time.
///
/// Those up to 2025-11-25 (the legacy era) open a session by a handshake; those from 2026-07-28 on
/// (the modern era) say with every request who is asking for what.
enum MCPRevision: String, CaseIterable, Comparable, Sendable {
  case november2024 = "2024-11-05"
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  case july2026 = "2026-07-28"

  static let newest = july2026
  static let newestLegacy = november2025
  static let modern = allCases.filter { !$0.isLegacy }

  var isLegacy: Bool { self < .july2026 }

  /// `structuredContent`, `outputSchema`, `resource_link` and `title` exist.
  var hasStructuredResults: Bool { self >= .june2025 }

  static func < (one: MCPRevision, other: MCPRevision) -> Bool { one.rawValue < other.rawValue }

  /// What a handshake that asks for `wish` agrees on: the same if it is served, else the newest.
  /// The oldest has another HTTP transport, and is served only where there is no HTTP.
  static func agreed(on wish: String, overHTTP: Bool) -> MCPRevision {
    guard let revision = MCPRevision(rawValue: wish), revision.isLegacy,
      !overHTTP || revision != .november2024
    else { return newestLegacy }
    return revision
  }
}
