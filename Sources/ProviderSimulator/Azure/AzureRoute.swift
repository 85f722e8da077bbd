/// The paths that the simulated resource answers.
enum AzureRoute: Equatable, Sendable {
  /// Generation on the dated route: the deployment is in the path.
  case datedImages(deployment: String)
  /// Generation on the v1 route: the deployment is in the body.
  case images
  case models
  case deployments
  /// A picture that an answer pointed to.
  case privateImage

  init?(_ request: SimulatedRequest) {
    let parts = request.segments
    switch (request.method, parts.count) {
    case ("POST", 5)
    where Array(parts[0...1]) == ["openai", "deployments"]
      && Array(parts[3...4]) == ["images", "generations"]:
      self = .datedImages(deployment: parts[2])
    case ("POST", 4) where parts == ["openai", "v1", "images", "generations"]: self = .images
    case ("GET", 2) where parts == ["openai", "models"]: self = .models
    case ("GET", 3) where parts == ["openai", "v1", "models"]: self = .models
    case ("GET", 2) where parts == ["openai", "deployments"]: self = .deployments
    case ("GET", _), ("HEAD", _):
      guard request.path.hasPrefix("/private/images/") else { return nil }
      self = .privateImage
    default: return nil
    }
  }

  /// Whether the `api-version` of the request exists on this route.
  func accepts(apiVersion: String?, isV1: Bool) -> Bool {
    if self == .privateImage { return true }
    if isV1 { return apiVersion.map { ["v1", "preview"].contains($0) } ?? true }
    guard let apiVersion else { return false }
    return Self.versions.contains(apiVersion)
  }

  private static let versions: Set<String> = [
    "2023-03-15-preview", "2023-12-01-preview", "2024-02-01", "2024-02-15-preview",
    "2024-03-01-preview", "2024-04-01-preview", "2024-05-01-preview", "2024-06-01",
    "2024-07-01-preview", "2024-08-01-preview", "2024-09-01-preview", "2024-10-01-preview",
    "2024-10-21", "2024-12-01-preview", "2025-01-01-preview", "2025-02-01-preview",
    "2025-03-01-preview", "2025-04-01-preview", "preview", "v1",
  ]
}
